package io.carrotmq.cdi.scenario;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.Outcome;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.Retry;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Methods that consume, the same in Java SE and in a server, on each implementation of CDI. The queues of {@link #QUEUES} exist
 * before it is deployed. A failed expectation is an {@link AssertionError}.
 */
@ApplicationScoped
public class ConsumeScenario {
    /** The queues that the scenario uses through the default exchange. */
    public static final List<String> QUEUES =
            List.of("consume.orders", "consume.replies", "consume.batch", "consume.failing", "consume.upper");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @Inject
    @RoutingKey("consume.orders")
    Publisher<Order> orders;

    @Inject
    @Text
    @RoutingKey("consume.batch")
    Publisher<String> batched;

    @Inject
    @Text
    @RoutingKey("consume.failing")
    Publisher<String> failing;

    @Inject
    @Text
    @RoutingKey("consume.upper")
    Publisher<String> upper;

    @Inject
    @Text
    @Queue("consume.replies")
    Consumer<String> replies;

    @Inject
    ConsumerRegistry registry;

    @Inject
    ConnectionFactory connections;

    @Inject
    Turn turn;

    /** Of one delivery. */
    @RequestScoped
    public static class Turn {
        private final String id = UUID.randomUUID().toString();

        /** {@return what tells it from others} */
        public String id() {
            return id;
        }
    }

    /** One call with an order. */
    private record Ordered(Order order, String contentType, List<String> turns) {}

    @Consume(value = "consume.orders", id = "scenario-orders")
    void order(Order order, Delivery<Order> delivery) {
        seen.add(new Ordered(order, delivery.properties().contentType(), List.of(turn.id(), turn.id())));
    }

    @Consume("consume.batch")
    @Batch(max = 3, within = "10s")
    void batch(List<String> bodies) {
        seen.add(List.copyOf(bodies));
    }

    @Consume("consume.failing")
    @Retry(max = 2, delay = "10ms")
    Outcome fail(String body, Delivery<String> delivery) {
        seen.add(body + " " + delivery.envelope().attempt());
        if (body.equals("throw")) {
            throw new IllegalStateException("wanted");
        }
        return Outcome.retry("wanted");
    }

    @Consume("consume.upper")
    @Text
    String upper(String body) {
        return body.toUpperCase(java.util.Locale.ROOT);
    }

    /** Runs all of it. */
    public void run() throws InterruptedException {
        handlesEachInARequestOfItsOwn();
        handlesBatches();
        attemptsAgainAndGivesUp();
        answers();
        isInTheRegistry();
    }

    public void handlesEachInARequestOfItsOwn() throws InterruptedException {
        Order order = new Order("1", List.of("pen"));
        orders.send(order);
        orders.send(order);
        Ordered first = (Ordered) next();
        Ordered second = (Ordered) next();
        expect("body", order, first.order());
        expect("content type", "application/json", first.contentType());
        expect("one request for a call", first.turns().get(0), first.turns().get(1));
        expect("another for the next", false, first.turns().equals(second.turns()));
    }

    public void handlesBatches() throws InterruptedException {
        batched.sendAll(List.of("a", "b", "c"));
        expect("batch", List.of("a", "b", "c"), next());
    }

    public void attemptsAgainAndGivesUp() throws InterruptedException {
        for (String how : List.of("throw", "return")) {
            failing.send(how);
            expect("first attempt", how + " 1", next());
            expect("second attempt", how + " 2", next());
        }
        DeadLetters letters = DeadLetters.in(connections, "consume.failing.dlq");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (letters.browse(2).size() < 2 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        expect("dead letters", 2L, letters.discard(letter -> true));
    }

    public void answers() throws InterruptedException {
        upper.with(options -> options.replyTo("consume.replies")).send("quiet");
        Delivery<String> reply = replies.receive(PATIENCE).orElseThrow(() -> new AssertionError("no reply"));
        expect("reply", "QUIET", reply.body());
        reply.ack();
    }

    public void isInTheRegistry() {
        expect("ids", true, registry.ids().contains("scenario-orders"));
        expect("queue", "consume.orders", registry.get("scenario-orders").queue());
        expect(
                "state",
                ConsumerRegistry.State.RUNNING,
                registry.get("scenario-orders").state());
    }

    private Object next() throws InterruptedException {
        Object next = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no message came within " + PATIENCE);
        }
        return next;
    }

    private static void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected <" + expected + "> and got <" + actual + ">");
        }
    }
}
