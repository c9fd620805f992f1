package io.carrotmq.redelivery;

import io.carrotmq.ConnectRetry;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A consumer at work on a thread of its own: it acknowledges every message, except that it fails on those whose text begins
 * with {@code bad}. It notes each time it is called.
 */
final class Work implements AutoCloseable {
    static final String BAD = "bad";

    private static final Decoder<String> DECODER =
            Codecs.of(Work.class.getClassLoader()).decoder(String.class, "text/plain");
    private static final ConnectRetry QUICK =
            ConnectRetry.DEFAULT.pauses(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200));

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Consumer<String> consumer;
    private final Thread thread;
    private volatile Throwable end;
    private volatile Before before = delivery -> {};

    /** What is done before a handler returns or throws. */
    interface Before {
        void handled(Delivery<? extends String> delivery) throws Exception;
    }

    /**
     * A call of the handler.
     *
     * @param nanos when it was, by {@link System#nanoTime()}
     */
    record Call(String text, int attempt, long nanos) {}

    Work(ConnectionFactory connections, String queue, SubscribeOptions options) {
        consumer =
                Consumer.of(connections, queue, DECODER, options.retry(QUICK)).onMessage(this::handle);
        thread = new Thread(this::run, "work-on-" + queue);
        thread.start();
    }

    private void run() {
        try {
            consumer.consume();
        } catch (Throwable failure) {
            end = failure;
        }
    }

    private void handle(Delivery<? extends String> delivery) throws Exception {
        calls.add(new Call(delivery.body(), delivery.envelope().attempt(), System.nanoTime()));
        before.handled(delivery);
        if (delivery.body().startsWith(BAD)) {
            throw new IllegalStateException("no " + delivery.body() + " here");
        }
        delivery.ack();
    }

    void before(Before what) {
        before = what;
    }

    List<Call> calls(String text) {
        return calls.stream().filter(call -> call.text().equals(text)).toList();
    }

    /** {@return whether that message was handled, and the consumer is still at work} */
    boolean handled(String text) {
        if (end != null) {
            throw new AssertionError("the consumer has ended", end);
        }
        return !calls(text).isEmpty();
    }

    @Override
    public void close() {
        consumer.close();
        Await.until("the end of " + thread.getName(), Duration.ofSeconds(30), () -> !thread.isAlive());
        if (end != null) {
            throw new AssertionError("the consumer failed", end);
        }
    }
}
