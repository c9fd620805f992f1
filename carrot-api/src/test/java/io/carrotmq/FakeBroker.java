package io.carrotmq;

import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One queue in memory, and a record of what was published. */
final class FakeBroker implements ConnectionFactory {
    static final String QUEUE = "inbox";

    final List<OutgoingMessage> published = new ArrayList<>();
    final List<OutgoingMessage> told = new ArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger subscriptions = new AtomicInteger();
    final CountDownLatch polling = new CountDownLatch(1);
    private final BlockingQueue<Optional<FakeDelivery>> queue = new LinkedBlockingQueue<>();
    private long tags;
    final List<Topology> declared = new ArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    CarrotException refusal;
    int refusals = Integer.MAX_VALUE;
    CarrotException declarationFailure;
    ConsumeException loss;

    FakeDelivery given(String contentType, String contentEncoding, byte... body) {
        Properties properties = Properties.builder()
                .contentType(contentType)
                .contentEncoding(contentEncoding)
                .build();
        FakeDelivery delivery = new FakeDelivery(body, properties, ++tags);
        queue.add(Optional.of(delivery));
        return delivery;
    }

    FakeDelivery givenText(String text) {
        return given("text/plain", "utf-8", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public Connection connect() {
        attempts.incrementAndGet();
        if (refusal != null && refusals-- > 0) {
            throw refusal;
        }
        connections.incrementAndGet();
        open.incrementAndGet();
        return new FakeConnection();
    }

    @Override
    public Connection connect(String userName, String password) {
        return connect();
    }

    @Override
    public void close() {
        throw new AssertionError("the factory belongs to whoever made it");
    }

    private final class FakeConnection implements Connection {
        private boolean closed;

        @Override
        public Receipt publish(OutgoingMessage message) {
            published.add(message);
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
            told.add(message);
        }

        @Override
        public void declare(Topology topology) {
            declared.add(topology);
            if (declarationFailure != null) {
                throw declarationFailure;
            }
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
        public void deleteExchange(String exchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Delivery<byte[]>> fetch(String name, Acknowledgement mode) {
            failIfLost();
            Optional<FakeDelivery> next = queue.poll();
            return next == null ? Optional.empty() : next.map(delivery -> delivery);
        }

        @Override
        public Subscription subscribe(String name, SubscribeOptions options) {
            subscriptions.incrementAndGet();
            return new FakeSubscription();
        }

        @Override
        public BrokerInfo broker() {
            return new BrokerInfo("fake", "", "memory", "/", java.util.Set.of());
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }

    private void failIfLost() {
        if (loss != null) {
            ConsumeException once = loss;
            loss = null;
            throw once;
        }
    }

    private final class FakeSubscription implements Subscription {
        private volatile boolean ended;

        @Override
        public void add(String queue, SubscribeOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel(String queue) {
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
        public Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException {
            failIfLost();
            polling.countDown();
            Optional<FakeDelivery> next = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (ended) {
                throw new ConsumeException("FAKE-1", "the subscription has ended", null);
            }
            return next == null ? Optional.empty() : next.map(delivery -> delivery);
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                subscriptions.decrementAndGet();
                queue.add(Optional.empty());
            }
        }
    }

    /** A delivery that remembers how it was settled. */
    static final class FakeDelivery implements Delivery<byte[]> {
        private final byte[] content;
        private final Properties properties;
        private final long tag;
        private State state = State.RECEIVED;

        FakeDelivery(byte[] content, Properties properties, long tag) {
            this.content = content;
            this.properties = properties;
            this.tag = tag;
        }

        @Override
        public byte[] body() {
            return content;
        }

        @Override
        public byte[] content() {
            return content;
        }

        @Override
        public Properties properties() {
            return properties;
        }

        @Override
        public Envelope envelope() {
            return new Envelope(QUEUE, "feed", "key", false, 1, tag);
        }

        @Override
        public void ack() {
            settle(State.ACKED);
        }

        @Override
        public void reject() {
            settle(State.REJECTED);
        }

        @Override
        public void requeue() {
            settle(State.REQUEUED);
        }

        private void settle(State next) {
            if (state != State.RECEIVED) {
                throw new MessageStateException("FAKE-2", "settled already: " + state, null);
            }
            state = next;
        }

        @Override
        public State state() {
            return state;
        }
    }
}
