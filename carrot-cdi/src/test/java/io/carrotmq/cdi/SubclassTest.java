package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Publisher;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.scenario.Counted;
import io.carrotmq.cdi.scenario.Csv;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.cdi.scenario.Premium;
import io.carrotmq.cdi.scenario.Price;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Classes that extend Carrot's publisher and consumer, in a container and without one. */
class SubclassTest {
    private static final String HERE = SubclassTest.class.getName();
    private static final Order ORDER = new Order("1", List.of("pen"));

    private static final String JSON = "{\"articles\":[\"pen\"],\"id\":\"1\"}";

    interface Placing {
        void place(Order order);
    }

    @Exchange("general")
    @RoutingKey("general")
    @Text
    abstract static class General<A, B> extends PublisherSupport<B> {
        protected General() {}

        protected General(ConnectionFactory connections) {
            super(connections);
        }
    }

    @ApplicationScoped
    @Exchange("orders")
    @Json
    @TxMode(TransactionMode.NONE)
    static class OrderPublisher extends General<String, Order> implements Placing {
        OrderPublisher() {}

        OrderPublisher(ConnectionFactory connections) {
            super(connections);
        }

        @Override
        public void place(Order order) {
            send(order);
        }
    }

    @Dependent
    @RoutingKey("lists")
    @Json
    @Premium
    static class ListPublisher extends General<Order, List<Order>> {
        ListPublisher() {}

        ListPublisher(ConnectionFactory connections) {
            super(connections);
        }
    }

    @Dependent
    @RoutingKey("urgent")
    static class UrgentListPublisher extends ListPublisher {}

    @Counted
    @Interceptor
    @Priority(1)
    static class Counter {
        static final AtomicInteger CALLS = new AtomicInteger();

        @AroundInvoke
        Object count(InvocationContext call) throws Exception {
            CALLS.incrementAndGet();
            return call.proceed();
        }
    }

    @Dependent
    @RoutingKey("prices")
    @Csv
    @Counted
    static class PricePublisher extends PublisherSupport<Price> {}

    @RoutingKey("prices")
    @Csv
    static class PricesTo<T> extends PublisherSupport<Price> {
        PricesTo(ConnectionFactory connections) {
            super(connections);
        }
    }

    @ApplicationScoped
    @Queue("prices")
    @Csv
    static class PriceConsumer extends ConsumerSupport<Price> {
        final List<Price> received = new ArrayList<>();

        List<Price> received() {
            return received;
        }

        @Override
        protected void receive(Delivery<? extends Price> delivery) {
            received.add(delivery.body());
            delivery.ack();
        }
    }

    @Dependent
    static class Shop {
        @Inject
        OrderPublisher orders;

        @Inject
        Placing placing;

        @Inject
        @Premium
        ListPublisher lists;

        @Inject
        UrgentListPublisher urgent;

        @Inject
        PricePublisher prices;

        @Inject
        PriceConsumer inbox;

        @Inject
        Instance<PriceConsumer> inboxes;

        @Inject
        @Exchange("plain")
        Publisher<Order> plain;
    }

    private static SeContainer start() {
        return Containers.initializer(
                        Shop.class,
                        RecordingFactoryBean.class,
                        OrderPublisher.class,
                        ListPublisher.class,
                        UrgentListPublisher.class,
                        PricePublisher.class,
                        PriceConsumer.class,
                        Counter.class)
                .enableInterceptors(Counter.class)
                .initialize();
    }

    private static void assertLast(RecordingConnectionFactory recording, String exchange, String key, String body) {
        OutgoingMessage last = recording.last();
        assertThat(last.exchange()).isEqualTo(exchange);
        assertThat(last.routingKey()).isEqualTo(key);
        assertThat(new String(last.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void publishersAreInjectedByTheirClassAndTheNearestAnnotationCounts() {
        try (SeContainer container = start()) {
            RecordingConnectionFactory recording = Containers.recording(container);
            Shop shop = container.select(Shop.class).get();
            shop.orders.send(ORDER);
            assertLast(recording, "orders", "general", JSON);
            assertThat(recording.last().transactionMode()).isEqualTo(TransactionMode.NONE);
            shop.orders.to("elsewhere").send(ORDER);
            assertLast(recording, "orders", "elsewhere", JSON);
            shop.placing.place(ORDER);
            assertLast(recording, "orders", "general", JSON);
            shop.lists.sendAll(List.of(List.of(ORDER)));
            assertLast(recording, "general", "lists", "[" + JSON + "]");
            shop.urgent.tell(List.of());
            assertLast(recording, "general", "urgent", "[]");
            shop.plain.sendAsync(ORDER);
            assertLast(recording, "plain", "", JSON);
            assertThat(recording.calls)
                    .containsExactly("publish", "publish", "publish", "publishAll", "tell", "publishAsync");
        }
    }

    @Test
    void interceptedSubclassesDoNotConfuseIt() {
        try (SeContainer container = start()) {
            Shop shop = container.select(Shop.class).get();
            int before = Counter.CALLS.get();
            shop.prices.send(new Price("pen", 1));
            assertThat(Counter.CALLS.get()).isGreaterThan(before);
            assertThat(shop.prices.getClass()).isNotSameAs(PricePublisher.class);
            assertLast(Containers.recording(container), "", "prices", "pen,1");
        }
    }

    @Test
    void consumersHandleWhatTheyConsume() throws Exception {
        try (SeContainer container = start()) {
            RecordingConnectionFactory recording = Containers.recording(container);
            Shop shop = container.select(Shop.class).get();
            List<Price> prices = List.of(new Price("pen", 1), new Price("ink", 2), new Price("nib", 3));
            shop.prices.sendAll(prices);
            List<Price> also = new ArrayList<>();
            assertThat(shop.inbox.onMessage(delivery -> also.add(delivery.body())))
                    .isNotNull();
            assertThat(shop.inbox.consume(1)).isEqualTo(1);
            assertThat(shop.inbox.received()).containsExactly(prices.get(0));
            assertThat(also).containsExactly(prices.get(0));
            assertThat(shop.inbox.fetch().orElseThrow().body()).isEqualTo(prices.get(1));
            assertThat(shop.inbox.receive(Duration.ZERO).orElseThrow().body()).isEqualTo(prices.get(2));
            assertThat(shop.inbox.received()).as("only consume() calls it").hasSize(1);
            assertThat(shop.inboxes.get().received()).as("one bean").hasSize(1);
            assertThat(recording.open).hasValue(1);
            shop.inboxes.destroy(shop.inbox);
            assertThat(recording.open).as("closed with its bean").hasValue(0);
        }
    }

    @Test
    void withoutContainer() {
        var recording = new RecordingConnectionFactory();
        try (OrderPublisher orders = new OrderPublisher(recording)) {
            assertThat(orders.send(ORDER).routingKey()).isEqualTo("general");
            assertLast(recording, "orders", "general", JSON);
            assertThat(recording.last().transactionMode()).isEqualTo(TransactionMode.NONE);
            assertThat(orders.toString()).startsWith("OrderPublisher, publisher to exchange 'orders'");
        }
        new PricesTo<Price>(recording).send(new Price("pen", 1));
        assertLast(recording, "", "prices", "pen,1");
    }

    @Test
    void settingsFromOutsideCount() {
        Map<String, String> settings = Map.of(
                "carrot.publishers.OrderPublisher.exchange", "set",
                "carrot.publishers.OrderPublisher.routingKey", "key",
                "carrot.publishers.OrderPublisher.txMode", "after-commit",
                "carrot.consumers.PriceConsumer.queue", "lists");
        settings.forEach(System::setProperty);
        try (SeContainer container = start()) {
            RecordingConnectionFactory recording = Containers.recording(container);
            Shop shop = container.select(Shop.class).get();
            shop.orders.send(ORDER);
            assertLast(recording, "set", "key", JSON);
            assertThat(recording.last().transactionMode()).isEqualTo(TransactionMode.AFTER_COMMIT);
            assertThat(shop.inbox.fetch()).isEmpty();
            assertThat(recording.asked.get(0)).startsWith("lists");
            new OrderPublisher(recording).send(ORDER);
            assertLast(recording, "set", "key", JSON);
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void brokerThatIsSet() {
        Map<String, String> settings = Map.of(
                "carrot.brokers.billing.uri", "recording:billing",
                "carrot.publishers.OrderPublisher.broker", "billing",
                "carrot.consumers.PriceConsumer.broker", "billing");
        RecordingProvider.OPENED.clear();
        settings.forEach(System::setProperty);
        try (SeContainer container = start()) {
            Shop shop = container.select(Shop.class).get();
            shop.orders.send(ORDER);
            assertThat(shop.inbox.fetch()).isEmpty();
            RecordingConnectionFactory billing = RecordingProvider.OPENED.get("recording:billing");
            assertThat(billing.published).hasSize(1);
            assertThat(billing.asked).hasSize(1);
            assertThat(Containers.recording(container).published).isEmpty();
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void withoutConnectionFactory() {
        assertThatThrownBy(() -> new OrderPublisher().send(ORDER))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0339 [" + HERE + "$OrderPublisher] ");
        assertThatThrownBy(() -> new PriceConsumer().fetch())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0339 [" + HERE + "$PriceConsumer] ");
        new PriceConsumer().close();
        new OrderPublisher().close();
    }

    @Dependent
    static class NoPlace extends PublisherSupport<Order> {}

    @Dependent
    static class NoQueue extends ConsumerSupport<Order> {
        @Override
        protected void receive(Delivery<? extends Order> delivery) {}
    }

    @Dependent
    @Exchange("feed")
    @SuppressWarnings("rawtypes")
    static class Raw extends PublisherSupport {
        Raw() {}

        Raw(ConnectionFactory connections) {
            super(connections);
        }
    }

    @Dependent
    @Exchange("feed")
    static class Open<T> extends PublisherSupport<List<T>> {}

    @Dependent
    @Exchange(" ")
    @Queue("feed")
    static class Misplaced extends PublisherSupport<Order> {}

    @Dependent
    @Queue("\t")
    @Exchange("feed")
    @TxMode(TransactionMode.NONE)
    static class MisplacedConsumer extends NoQueue {}

    @Dependent
    @Exchange("feed")
    @Json
    @Text
    static class Encoders extends PublisherSupport<Order> {}

    @Dependent
    @Exchange("feed")
    @Text
    static class NoCodec extends PublisherSupport<Order> {}

    @Dependent
    @Queue("feed")
    @Csv
    static class NoDecoder extends NoQueue {}

    @Test
    void problemsAtDeployment() {
        DeploymentException failed = Containers.problem(
                NoPlace.class,
                NoQueue.class,
                Raw.class,
                Open.class,
                Misplaced.class,
                MisplacedConsumer.class,
                Encoders.class,
                NoCodec.class,
                NoDecoder.class);
        assertThat(failed).isNotNull();
        assertThat(failed.getMessage())
                .contains("CARROT-0345 [" + HERE + "$NoPlace] the publisher has no place to send to")
                .contains("CARROT-0345 [" + HERE + "$NoQueue] the consumer has no queue")
                .contains("CARROT-0346 [" + HERE + "$Raw] the body type 'T' ")
                .contains("CARROT-0346 [" + HERE + "$Open] the body type 'java.util.List<T>' ")
                .contains("CARROT-0347 [" + HERE + "$Misplaced] @Queue has no meaning here")
                .contains("CARROT-0348 [" + HERE + "$Misplaced] @Exchange(\" \") is blank")
                .contains("CARROT-0347 [" + HERE + "$MisplacedConsumer] @Exchange has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$MisplacedConsumer] @TxMode has no meaning here")
                .contains("CARROT-0348 [" + HERE + "$MisplacedConsumer] @Queue(\"\t\") is blank")
                .contains("CARROT-0306 [" + HERE + "$Encoders] 2 encoder qualifiers")
                .contains("CARROT-0311 [" + HERE + "$NoCodec] the publisher has no codec")
                .contains("CARROT-0311 [" + HERE + "$NoDecoder] the consumer has no codec");
    }

    @Test
    void problemsWithoutContainer() {
        var recording = new RecordingConnectionFactory();
        assertThatThrownBy(() -> new Raw(recording))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0346 [" + HERE + "$Raw] ");
        assertThatThrownBy(() -> new PublisherSupport<List<?>>(recording) {})
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0346 ")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(second -> assertThat(second.getMessage()).startsWith("CARROT-0345 ")));
    }
}
