package io.carrotmq.cdi.scenario;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.UnroutableException;
import io.carrotmq.cdi.ConsumerSupport;
import io.carrotmq.cdi.PublisherSupport;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Sends through declarative publishers and sub-classes; the same in Java SE and in a server. It declares what it needs and
 * deletes it where that is possible. A failed expectation is an {@link AssertionError}.
 */
@Dependent
public class ClientScenario {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Order ORDER = new Order("é-1", List.of("pen", "ink"));

    @Inject
    Regional regional;

    @Inject
    Nowhere nowhere;

    @Inject
    OrderPublisher publisher;

    @Inject
    OrderConsumer consumer;

    @Inject
    @Queue("client.eu")
    Consumer<Order> inbox;

    @Inject
    ConnectionFactory connections;

    /** Sends to a queue by its name. */
    @ApplicationScoped
    @RoutingKey("client.sub")
    public static class OrderPublisher extends PublisherSupport<Order> {}

    /** Takes from a queue. */
    @ApplicationScoped
    @Queue("client.sub")
    public static class OrderConsumer extends ConsumerSupport<Order> {
        private final List<Order> received = new ArrayList<>();

        @Override
        protected void receive(Delivery<? extends Order> delivery) {
            received.add(delivery.body());
            delivery.ack();
        }

        /** What it has received. */
        public List<Order> received() {
            return received;
        }
    }

    /** Runs everything. */
    public void run() throws Exception {
        try (Connection connection = connections.connect()) {
            connection.declare(Topology.builder()
                    .exchange(ExchangeDeclaration.topic("client.orders"))
                    .queue(QueueDeclaration.of("client.eu"))
                    .queue(QueueDeclaration.of("client.sub"))
                    .bind("client.orders", "client.eu", "order.eu")
                    .build());
            try {
                sendsConfirmed();
                sendsAsynchronously();
                tells();
                refusesWhatNoQueueTakes();
                refusesAnExchangeThatThereIsNot();
                subclassesSendAndReceive();
            } finally {
                if (connection.broker().supports(Capability.DELETION)) {
                    connection.deleteQueue("client.eu");
                    connection.deleteQueue("client.sub");
                    connection.deleteExchange("client.orders");
                }
            }
        }
    }

    void sendsConfirmed() throws InterruptedException {
        expect(
                "receipt",
                new Receipt(Receipt.Outcome.CONFIRMED, "client.orders", "order.eu"),
                regional.send(ORDER, "eu"));
        Delivery<Order> delivery = next();
        expect("body", ORDER, delivery.body());
        expect("routing key", "order.eu", delivery.envelope().routingKey());
        expect("persistent", true, delivery.properties().persistent());
        delivery.ack();
    }

    void sendsAsynchronously() throws Exception {
        Receipt receipt = regional.sendAsync(ORDER, "eu", "acme", Duration.ofMinutes(1), 7, "m-1", "c-1")
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        expect("confirmed", true, receipt.confirmed());
        Delivery<Order> delivery = next();
        expect("headers", Map.of("tenant", "acme"), delivery.properties().headers());
        expect("expiration", Duration.ofMinutes(1), delivery.properties().expiration());
        expect("priority", 7, delivery.properties().priority());
        expect("message id", "m-1", delivery.properties().messageId());
        expect("correlation id", "c-1", delivery.properties().correlationId());
        delivery.ack();
    }

    void tells() throws InterruptedException {
        regional.tell(ORDER, "nobody's");
        regional.tell(ORDER, "eu");
        Delivery<Order> delivery = next();
        expect("body", ORDER, delivery.body());
        delivery.ack();
    }

    void refusesWhatNoQueueTakes() {
        refuses(UnroutableException.class, () -> regional.send(ORDER, "nobody's"));
        refuses(
                UnroutableException.class,
                () -> regional.sendAsync(ORDER, "nobody's", null, null, 0, null, null)
                        .toCompletableFuture()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join());
    }

    void refusesAnExchangeThatThereIsNot() throws InterruptedException {
        refuses(PublishException.class, () -> {
            nowhere.send(ORDER);
            return null;
        });
        refuses(
                PublishException.class,
                () -> nowhere.sendAsync(ORDER)
                        .toCompletableFuture()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join());
        sendsConfirmed();
    }

    void subclassesSendAndReceive() {
        publisher.send(ORDER);
        expect("receipts", 1, publisher.sendAll(List.of(ORDER)).size());
        expect("handled", 2L, consumer.consume(2));
        expect("received", List.of(ORDER, ORDER), consumer.received());
        consumer.close();
    }

    private Delivery<Order> next() throws InterruptedException {
        return inbox.receive(PATIENCE).orElseThrow(() -> new AssertionError("no message came within " + PATIENCE));
    }

    private static void refuses(Class<? extends Exception> with, Callable<?> sending) {
        try {
            sending.call();
        } catch (Exception e) {
            Throwable why = e instanceof CompletionException wrapped ? wrapped.getCause() : e;
            if (with.isInstance(why)) {
                return;
            }
            throw new AssertionError("expected " + with, why);
        }
        throw new AssertionError("expected " + with + ", and it was sent");
    }

    private static void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected <" + expected + "> and got <" + actual + ">");
        }
    }
}
