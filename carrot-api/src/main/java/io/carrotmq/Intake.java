package io.carrotmq;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a consumer takes messages through: a connection and a subscription, made when they are needed, and dropped when
 * they are lost.
 *
 * <p>One thread at a time takes, and makes them; the other methods are for any thread.
 */
final class Intake implements AutoCloseable {
    /** How soon who takes notices what nothing else tells it. */
    static final Duration STEP = Duration.ofMillis(100);

    private final String name;
    private final HeldConnection connection;
    private final Changes changes;
    private final Feed feed;

    Intake(ConnectionFactory connections, String name) {
        this.name = name;
        this.connection = new HeldConnection(connections, name);
        this.changes = new Changes(name);
        this.feed = new Feed(name, changes);
    }

    Intake with(String queue, SubscribeOptions options) {
        feed.add(queue, options);
        return this;
    }

    String name() {
        return name;
    }

    /** {@return what is consumed, and to be changed while it is} */
    Feed feed() {
        return feed;
    }

    /** {@return how it fares, and who is told so} */
    Changes changes() {
        return changes;
    }

    /** Something done with a connection on which the topology is there. */
    <R> R withConnection(Function<Connection, R> use) {
        try {
            return use.apply(connection.declared(feed.queues().options()));
        } catch (ConsumeException | ConnectException e) {
            drop();
            throw e;
        }
    }

    /** Takes a message if there is one now. */
    Optional<Delivery<byte[]>> fetch(String queue, SubscribeOptions options) {
        try {
            return connection.use(
                    held -> connection.declared(feed.queues().options()).fetch(queue, options));
        } catch (ConsumeException | ConnectException e) {
            drop();
            throw e;
        }
    }

    /** Waits for the next message, on one connection. */
    Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        Duration left = timeout;
        try {
            Subscription ready = ready();
            while (ready == null && feed.running() && left.compareTo(Duration.ZERO) > 0) {
                feed.await((left.compareTo(STEP) < 0 ? left : STEP).toNanos());
                left = timeout.minusNanos(System.nanoTime() - start);
                ready = ready();
            }
            return ready == null ? Optional.empty() : ready.poll(left);
        } catch (ConsumerCancelledException e) {
            if (feed.queues().gone(feed.queues().asAdded(e.queue()))) {
                feed.drop();
            }
            throw e;
        } catch (ConsumeException | ConnectException e) {
            drop();
            throw feed.isClosed() ? Messages.consumerClosed(name) : e;
        }
    }

    /** {@return what to poll, or null if nothing is to be had now} */
    private Subscription ready() {
        Subscription ready = subscribed();
        changes.tell();
        return ready;
    }

    private Subscription subscribed() {
        feed.requireOpen();
        if (feed.isIdle()) {
            return null;
        }
        Subscription current = feed.current();
        if (current == null) {
            return subscribe();
        }
        feed.wake();
        return current;
    }

    private Subscription subscribe() {
        Map<String, SubscribeOptions> wanted = feed.queues().wanted();
        Subscription made = null;
        try {
            for (Map.Entry<String, SubscribeOptions> each : wanted.entrySet()) {
                if (made == null) {
                    made = connection.use(held -> held.subscribe(each.getKey(), each.getValue()));
                } else {
                    made.add(each.getKey(), each.getValue());
                }
            }
            if (made != null) { // unless the last queue was taken out meanwhile
                feed.install(made, wanted);
            }
            return made;
        } catch (RuntimeException e) {
            feed.drop();
            if (made != null) {
                made.close();
            }
            throw e;
        }
    }

    private void drop() {
        try {
            feed.drop();
        } finally {
            connection.release();
        }
    }

    /** {@return whether the subscription has lasted for a while} */
    boolean established() {
        return feed.age() >= feed.queues().retry().first().toNanos();
    }

    @Override
    public void close() {
        try {
            feed.close();
        } finally {
            connection.close();
        }
    }
}
