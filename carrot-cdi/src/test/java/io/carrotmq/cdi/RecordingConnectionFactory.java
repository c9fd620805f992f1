package io.carrotmq.cdi;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.Receipt;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.event.BrokerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Remembers what is published, and delivers what was published with the default exchange from the queue its routing
 * key names.
 */
public class RecordingConnectionFactory implements ConnectionFactory {
    public final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();
    /** What consumers asked for: a queue, and how. */
    public final List<List<Object>> asked = new CopyOnWriteArrayList<>();

    /** What it was opened with. */
    public Map<String, String> properties = Map.of();

    public final AtomicInteger connects = new AtomicInteger();
    public final AtomicInteger open = new AtomicInteger();
    /** Who observes. */
    public final List<Consumer<? super BrokerEvent>> listeners = new CopyOnWriteArrayList<>();

    public final AtomicBoolean closed = new AtomicBoolean();
    private final Queue<OutgoingMessage> waiting = new ConcurrentLinkedQueue<>();

    public OutgoingMessage last() {
        return published.get(published.size() - 1);
    }

    @Override
    public Connection connect() {
        open.incrementAndGet();
        connects.incrementAndGet();
        return new RecordingConnection();
    }

    @Override
    public Connection connect(String userName, String password) {
        return connect();
    }

    @Override
    public Observation observe(Consumer<? super BrokerEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells who observes. */
    public void happen(BrokerEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public void close() {
        closed.set(true);
    }

    private final class RecordingConnection implements Connection {
        private boolean gone;

        @Override
        public Receipt publish(OutgoingMessage message) {
            published.add(message);
            waiting.add(message);
            return Receipt.of(Receipt.Outcome.CONFIRMED, message);
        }

        @Override
        public CompletionStage<Receipt> publishAsync(OutgoingMessage message) {
            return CompletableFuture.completedFuture(publish(message));
        }

        @Override
        public List<Receipt> publishAll(List<OutgoingMessage> messages) {
            return messages.stream().map(this::publish).toList();
        }

        @Override
        public void tell(OutgoingMessage message) {
            publish(message);
        }

        @Override
        public void declare(io.carrotmq.topology.Topology topology) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.util.OptionalLong messageCount(String queue) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long purge(String queue) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteQueue(String queue) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isTransacted() {
            return false;
        }

        @Override
        public void deleteExchange(String exchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Delivery<byte[]>> fetch(String queue, SubscribeOptions options) {
            asked.add(List.of(queue, options.acknowledgement()));
            Optional<OutgoingMessage> next = waiting.stream()
                    .filter(message ->
                            message.exchange().isEmpty() && message.routingKey().equals(queue))
                    .findFirst();
            next.ifPresent(waiting::remove);
            return next.map(message -> new RecordedDelivery(message, queue));
        }

        @Override
        public Subscription subscribe(String queue, SubscribeOptions options) {
            asked.add(List.of(queue, options));
            return new Subscription() {
                @Override
                public void add(String other, SubscribeOptions more) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void cancel(String other) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void pause() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void resume() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void prefetch(int count) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Optional<Delivery<byte[]>> poll(Duration timeout) {
                    return fetch(queue);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public BrokerInfo broker() {
            return new BrokerInfo("memory", "", "memory", "/", java.util.Set.of());
        }

        @Override
        public void close() {
            if (!gone) {
                gone = true;
                open.decrementAndGet();
            }
        }
    }

    private static final class RecordedDelivery implements Delivery<byte[]> {
        private final OutgoingMessage message;
        private final String queue;
        private State state = State.RECEIVED;

        RecordedDelivery(OutgoingMessage message, String queue) {
            this.message = message;
            this.queue = queue;
        }

        @Override
        public byte[] body() {
            return message.body();
        }

        @Override
        public byte[] content() {
            return message.body();
        }

        @Override
        public Properties properties() {
            return message.properties();
        }

        @Override
        public Envelope envelope() {
            return new Envelope(queue, message.exchange(), message.routingKey(), false, 1, 1, 1);
        }

        @Override
        public void ack() {
            state = State.ACKED;
        }

        @Override
        public void reject() {
            state = State.REJECTED;
        }

        @Override
        public void requeue() {
            state = State.REQUEUED;
        }

        @Override
        public void fail(Throwable why) {
            state = State.FAILED;
        }

        @Override
        public void deadLetter(Throwable why) {
            state = State.DEAD_LETTERED;
        }

        @Override
        public State state() {
            return state;
        }
    }
}
