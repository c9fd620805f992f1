package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.SendOptions;
import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.ConsumerSupport;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.PublisherSupport;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.TxMode;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a class that extends {@link PublisherSupport} or {@link ConsumerSupport}; of its annotations the nearest counts. */
final class SubclassReader {
    private static final Set<Class<? extends Annotation>> OF_PUBLISHERS =
            Set.of(Exchange.class, RoutingKey.class, Broker.class, TxMode.class);
    private static final Set<Class<? extends Annotation>> OF_CONSUMERS = Set.of(Queue.class, Broker.class);

    private final Class<?> type;
    private final Class<?> support;
    private final List<Class<?>> hierarchy;
    private final Configuration configuration;

    /** What begins the names of its settings. */
    private final String prefix;

    private final List<ConfigurationException> problems = new ArrayList<>();

    SubclassReader(Class<?> type, Configuration configuration) {
        this.type = type;
        this.configuration = configuration;
        this.support = PublisherSupport.class.isAssignableFrom(type) ? PublisherSupport.class : ConsumerSupport.class;
        this.prefix =
                (support == PublisherSupport.class ? "carrot.publishers." : "carrot.consumers.") + type.getSimpleName();
        this.hierarchy = Stream.<Class<?>>iterate(type, each -> each != support, Class::getSuperclass)
                .toList();
    }

    Subclass read() {
        configuration.own(prefix);
        boolean publishes = support == PublisherSupport.class;
        var annotations = new Annotations(annotation -> false); // a bean can be intercepted
        hierarchy.forEach(each -> annotations.check(
                each.getDeclaredAnnotations(),
                type.getName(),
                publishes ? OF_PUBLISHERS : OF_CONSUMERS,
                publishes
                        ? "a publisher takes @Exchange, @RoutingKey, @Broker, @TxMode and one encoder qualifier"
                        : "a consumer takes @Queue, @Broker and one encoder qualifier",
                problems));
        Type body = TypeVariables.of(type).resolve(support.getTypeParameters()[0]);
        if (!TypeVariables.isWrittenOut(body)) {
            problems.add(Messages.unresolvedBody(type.getName(), body));
        }
        return new Subclass(
                type,
                readBroker(),
                publishes ? readPlace() : null,
                publishes ? null : readQueue(),
                body,
                readMediaType(),
                List.copyOf(problems));
    }

    private String readBroker() {
        return overridden(nearest(Broker.class).orElse(Broker.Literal.of("")), prefix + ".broker")
                .value();
    }

    private SendOptions readPlace() {
        Optional<Exchange> exchange = nearest(Exchange.class);
        Optional<RoutingKey> key = nearest(RoutingKey.class);
        String exchangeName = overridden(exchange.orElse(Exchange.Literal.of("")), prefix + ".exchange")
                .value();
        String routingKey = overridden(key.orElse(RoutingKey.Literal.of("")), prefix + ".routingKey")
                .value();
        if (exchange.isEmpty() && key.isEmpty() && exchangeName.isEmpty() && routingKey.isEmpty()) {
            problems.add(Messages.noPlaceInPublisher(type.getName()));
        }
        checkBlank("@Exchange", exchangeName);
        checkBlank("@RoutingKey", routingKey);
        SendOptions options = SendOptions.DEFAULT.exchange(exchangeName).routingKey(routingKey);
        return ClientReader.transactionMode(
                options, nearest(TxMode.class).orElse(null), configuration, prefix + ".txMode");
    }

    private void checkBlank(String annotation, String name) {
        if (name.isBlank() && !name.isEmpty()) {
            problems.add(Messages.blank(type.getName(), annotation + "(\"" + name + "\")"));
        }
    }

    private String readQueue() {
        Optional<Queue> queue = nearest(Queue.class);
        String name = overridden(queue.orElse(Queue.Literal.of("")), prefix + ".queue")
                .value();
        if (queue.isEmpty() && name.isEmpty()) {
            problems.add(Messages.noQueue(type.getName()));
        } else if (name.isBlank()) {
            problems.add(Messages.blank(type.getName(), "@Queue(\"" + name + "\")"));
        }
        return name;
    }

    private String readMediaType() {
        return hierarchy.stream()
                .map(each -> List.of(each.getDeclaredAnnotations()))
                .filter(annotations -> annotations.stream().anyMatch(Encoders::isEncoder))
                .findFirst()
                .map(annotations -> Encoders.mediaType(annotations, type.getName(), problems))
                .orElse("");
    }

    private <A extends Annotation> Optional<A> nearest(Class<A> annotation) {
        return hierarchy.stream()
                .filter(each -> each.getDeclaredAnnotation(annotation) != null)
                .findFirst()
                .map(each -> each.getDeclaredAnnotation(annotation));
    }

    private <A extends Annotation> A overridden(A annotation, String setting) {
        return configuration.overridden(annotation, setting, type.getClassLoader());
    }
}
