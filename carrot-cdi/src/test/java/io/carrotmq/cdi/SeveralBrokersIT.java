package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.UnroutableException;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.event.Connected;
import io.carrotmq.event.Unroutable;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One application with two brokers, which have queues of the same name. */
@WithBroker
@Timeout(120)
class SeveralBrokersIT {
    private static final String QUEUE = "several.inbox";
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    private final SetProperties properties = new SetProperties();
    private final MemoryBroker shop = MemoryBroker.named("several-shop");
    private final MemoryBroker billing = MemoryBroker.named("several-billing");

    @BeforeEach
    void clear() {
        SEEN.clear();
    }

    @AfterEach
    void remove() {
        properties.restore();
        shop.remove();
        billing.remove();
    }

    @Dependent
    static class Desk {
        @Inject
        @RoutingKey(QUEUE)
        Publisher<Order> orders;

        @Inject
        @Queue(QUEUE)
        Consumer<Order> orderInbox;

        @Inject
        @Broker("billing")
        @RoutingKey(QUEUE)
        Publisher<Order> invoices;

        @Inject
        @Broker("billing")
        @Queue(QUEUE)
        Consumer<Order> invoiceInbox;

        @Inject
        @Broker("billing")
        ConnectionFactory factory;

        @Inject
        ConnectionFactory defaultFactory;
    }

    @ApplicationScoped
    static class Watch {
        void onConnected(@Observes @Broker("billing") Connected event) {
            SEEN.add("billing connected");
        }

        void onUnroutable(@Observes @Broker("billing") Unroutable event) {
            SEEN.add("billing unroutable " + event.routingKey());
        }

        void onUnroutableAnywhere(@Observes Unroutable event) {
            SEEN.add("unroutable " + event.routingKey());
        }
    }

    @Test
    void twoInMemory() throws InterruptedException {
        run(shop.uri(), billing.uri());
    }

    @Test
    void memoryAndRabbitMq(RabbitMq broker) throws InterruptedException {
        run(shop.uri(), broker.uri().toString());
        run(broker.uri().toString(), billing.uri());
    }

    private void run(String shopUri, String billingUri) throws InterruptedException {
        SEEN.clear();
        properties.set("carrot.uri", shopUri);
        properties.set("carrot.brokers.billing.uri", billingUri);
        properties.set("carrot.brokers.billing.confirmTimeoutMillis", "20000");
        try (SeContainer container = Containers.startWithoutFactory(Desk.class, Watch.class)) {
            Desk desk = container.select(Desk.class).get();
            declare(desk.defaultFactory);
            declare(desk.factory);
            Order order = new Order("order", List.of("pen"));
            Order invoice = new Order("invoice", List.of());
            desk.orders.send(order);
            desk.invoices.send(invoice);
            assertThat(next(desk.orderInbox)).isEqualTo(order);
            assertThat(next(desk.invoiceInbox)).isEqualTo(invoice);
            assertThat(desk.orderInbox.fetch()).isEmpty();
            assertThat(desk.invoiceInbox.fetch()).isEmpty();
            assertThatThrownBy(() -> desk.invoices.to("several.nowhere").send(invoice))
                    .isInstanceOf(UnroutableException.class);
            assertThatThrownBy(() -> desk.orders.to("several.elsewhere").send(order))
                    .isInstanceOf(UnroutableException.class);
            Await.until(
                    "the observers to be told",
                    Duration.ofSeconds(20),
                    () -> SEEN.containsAll(List.of(
                            "billing connected",
                            "billing unroutable several.nowhere",
                            "unroutable several.nowhere",
                            "unroutable several.elsewhere")));
            assertThat(SEEN).doesNotContain("billing unroutable several.elsewhere");
            delete(desk.defaultFactory);
            delete(desk.factory);
        }
    }

    private static Order next(Consumer<Order> inbox) throws InterruptedException {
        var delivery = inbox.receive(Duration.ofSeconds(20)).orElseThrow();
        delivery.ack();
        return delivery.body();
    }

    private static void declare(ConnectionFactory factory) {
        try (Connection connection = factory.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of(QUEUE)).build());
        }
    }

    private static void delete(ConnectionFactory factory) {
        try (Connection connection = factory.connect()) {
            connection.deleteQueue(QUEUE);
        }
    }
}
