package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Delivery;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** There is a name for every member of every annotation, wherever that can stand. */
class EverySettingTest {
    private static final String UNFIT = "?";

    /** What names a thing that stands in the code and cannot be moved from outside. */
    private static final Set<Class<?>> FIXED = Set.of(Key.class, Header.class, Encoding.class);

    private final SetProperties properties = new SetProperties();
    private final Set<Class<?>> seen = new LinkedHashSet<>();

    /** The types of members, by the names that set them. */
    private final Map<String, Class<?>> settings = new LinkedHashMap<>();

    @AfterEach
    void reset() {
        properties.restore();
    }

    @Dependent
    static class Shop {
        @Inject
        @Exchange("feed")
        Publisher<Order> orders;

        @Inject
        @Queue("inbox")
        Consumer<Order> inbox;

        @Inject
        ConsumerSet set;

        @Inject
        Sends sends;

        @Consume(value = "orders", id = "all")
        @Batch
        @Retry
        @DeadLetter
        void on(List<Order> orders) {}
    }

    @CarrotClient(exchange = "feed")
    interface Sends {
        void send(Order order);
    }

    @Dependent
    @Exchange("feed")
    static class Sender extends PublisherSupport<Order> {}

    @Dependent
    @Queue("inbox")
    static class Taker extends ConsumerSupport<Order> {
        @Override
        protected void receive(Delivery<? extends Order> delivery) {}
    }

    private void add(String prefix, Class<? extends Annotation> type) {
        seen.add(type);
        for (Method member : type.getDeclaredMethods()) {
            String name = member.getName().equals("value") ? prefix : prefix + "." + member.getName();
            Class<?> each = member.getReturnType().isArray()
                    ? member.getReturnType().getComponentType()
                    : member.getReturnType();
            if (each.isAnnotation()) {
                add(member.getReturnType().isArray() ? name + ".0" : name, each.asSubclass(Annotation.class));
            } else {
                settings.put(name, each);
            }
        }
    }

    private void addPlaces(String point, boolean sends) {
        String prefix = (sends ? "carrot.publishers." : "carrot.consumers.") + point;
        add(prefix + ".broker", Broker.class);
        if (sends) {
            add(prefix + ".exchange", Exchange.class);
            add(prefix + ".routingKey", RoutingKey.class);
            add(prefix + ".txMode", TxMode.class);
        } else {
            add(prefix + ".queue", Queue.class);
        }
    }

    private void addAll() {
        add("carrot.consumers.all", Consume.class);
        settings.remove("carrot.consumers.all.id"); // it is part of the others' names
        add("carrot.consumers.all.retry", Retry.class);
        add("carrot.consumers.all.deadLetter", DeadLetter.class);
        add("carrot.consumers.all.batch", Batch.class);
        add("carrot.clients.Sends", CarrotClient.class);
        add("carrot.clients.Sends.txMode", TxMode.class);
        add("carrot.clients.Sends.send.routingKey", RoutingKey.class);
        add("carrot.clients.Sends.send.txMode", TxMode.class);
        addPlaces("Shop.orders", true);
        addPlaces("Shop.inbox", false);
        add("carrot.consumers.Shop.set.broker", Broker.class);
        addPlaces("Sender", true);
        addPlaces("Taker", false);
    }

    @Test
    void isReadAsItsMember() {
        addAll();
        RecordingProvider.OPENED.clear();
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        settings.forEach((name, type) -> properties.set(
                name,
                name.endsWith("broker") ? "billing" : name.endsWith(".txMode") || type != String.class ? UNFIT : "5s"));
        String problems =
                Containers.problem(Shop.class, Sender.class, Taker.class).toString();
        settings.forEach((name, type) -> {
            assertThat(problems).doesNotContain("CARROT-0319 [" + name + "]").doesNotContain("CARROT-0320 [" + name);
            if (type != String.class) {
                assertThat(problems).contains("CARROT-0317 [" + name + "]");
            }
        });
        assertThat(settings).hasSizeGreaterThan(60);
    }

    @Test
    void noAnnotationIsForgotten() {
        addAll();
        Set<Class<?>> all = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.carrotmq.cdi")
                        .stream()
                        .filter(JavaClass::isAnnotation)
                        .map(JavaClass::reflect)
                        .filter(type -> type.getDeclaredMethods().length > 0)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        all.removeAll(FIXED);
        assertThat(all).isNotEmpty().containsExactlyInAnyOrderElementsOf(seen);
    }
}
