package io.carrotmq;

import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One queue in memory, and a record of what was published. */
final class FakeBroker implements ConnectionFactory {
    static final String QUEUE = "inbox";

    final List<OutgoingMessage> published = new ArrayList<>();
    final List<OutgoingMessage> told = new ArrayList<>();
    final AtomicInteger connectAttempts = new AtomicInteger();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger subscriptions = new AtomicInteger();
    final CountDownLatch polling = new CountDownLatch(1);
    private final BlockingQueue<Optional<FakeDelivery>> queue = new LinkedBlockingQueue<>();
    private long tags;
    final Deque<ConnectException> connectFailures = new ConcurrentLinkedDeque<>();
    final Deque<CarrotException> publishFailures = new ConcurrentLinkedDeque<>();
    final List<Topology> declared = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile CarrotException refusal;
    volatile int refusals = Integer.MAX_VALUE;
    volatile CarrotException declarationFailure;
    volatile ConsumeException loss;
    final Deque<ConnectException> handleFailures = new ConcurrentLinkedDeque<>();
    volatile boolean transacted;
    volatile Set<Capability> capabilities = Set.of(Capability.LOOKUP);
    volatile Runnable onTaken = () -> {};
    volatile Runnable onSubscribing = () -> {};
    volatile Runnable onDecoding = () -> {};

    FakeDelivery given(String contentType, String contentEncoding, byte... body) {
        return given(QUEUE, contentType, contentEncoding, body);
    }

    FakeDelivery givenText(String name, String text) {
        return given(name, "text/plain", "utf-8", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    FakeDelivery given(String name, String contentType, String contentEncoding, byte[] body) {
        Properties properties = Properties.builder()
                .contentType(contentType)
                .contentEncoding(contentEncoding)
                .build();
        return given(name, properties, body, 1);
    }

    /** A message that is attempted for the how manieth time. */
    FakeDelivery given(String name, Properties properties, byte[] body, int attempt) {
        FakeDelivery delivery = new FakeDelivery(name, body, properties, ++tags, attempt);
        queue.add(Optional.of(delivery));
        return delivery;
    }

    FakeDelivery givenText(String text) {
        return given("text/plain", "utf-8", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public Connection connect() {
        connectAttempts.incrementAndGet();
        ConnectException failure = connectFailures.poll();
        if (failure != null) {
            throw failure;
        }
        if (refusal != null && refusals > 0) {
            refusals--;
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
    public Observation observe(java.util.function.Consumer<? super io.carrotmq.event.BrokerEvent> listener) {
        return () -> {};
    }

    @Override
    public void close() {
        throw new AssertionError("the factory belongs to whoever made it");
    }

    private final class FakeConnection implements Connection {
        private boolean closed;

        @Override
        public Receipt publish(OutgoingMessage message) {
            failIfTold();
            published.add(message);
            return Receipt.of(Receipt.Outcome.CONFIRMED, message);
        }

        private void failIfTold() {
            CarrotException failure = publishFailures.poll();
            if (failure != null) {
                throw failure;
            }
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
            failIfTold();
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
        public OptionalLong messageCount(String name) {
            if (!capabilities.contains(Capability.LOOKUP)) {
                throw new UnsupportedException("FAKE-12", "no look-up", Capability.LOOKUP);
            }
            return name.equals("missing") ? OptionalLong.empty() : OptionalLong.of(queue.size());
        }

        @Override
        public long purge(String name) {
            long before = queue.size();
            queue.removeIf(message ->
                    message.map(delivery -> delivery.queue.equals(name)).orElse(false));
            return before - queue.size();
        }

        @Override
        public void deleteQueue(String queue) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isTransacted() {
            return transacted;
        }

        @Override
        public void deleteExchange(String exchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Delivery<byte[]>> fetch(String name, SubscribeOptions options) {
            failIfLost();
            calls.add("fetch " + name + " " + options.acknowledgement());
            if (name.equals("missing")) {
                throw new QueueMissingException("FAKE-6", "no such queue", name, null);
            }
            Optional<FakeDelivery> next = queue.poll();
            return next == null ? Optional.empty() : next.map(delivery -> delivery);
        }

        @Override
        public Subscription subscribe(String name, SubscribeOptions options) {
            if (closed) {
                throw new ConsumeException("FAKE-5", "the handle is closed", null);
            }
            failIfLost();
            subscriptions.incrementAndGet();
            onSubscribing.run();
            calls.add("subscribe " + name + " " + options.prefetch());
            return new FakeSubscription();
        }

        @Override
        public BrokerInfo broker() {
            return new BrokerInfo("fake", "", "memory", "/", capabilities);
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
        ConnectException failure = handleFailures.poll();
        if (failure != null) {
            throw failure;
        }
        if (loss != null) {
            ConsumeException once = loss;
            loss = null;
            throw once;
        }
    }

    private final class FakeSubscription implements Subscription {
        private volatile boolean ended;

        private volatile boolean paused;

        @Override
        public void add(String name, SubscribeOptions options) {
            calls.add("add " + name + " " + options.prefetch());
        }

        @Override
        public void cancel(String name) {
            calls.add("cancel " + name);
        }

        @Override
        public void pause() {
            if (!paused) {
                calls.add("pause");
                paused = true;
                queue.add(Optional.empty()); // wakes whoever polls
            }
        }

        @Override
        public void resume() {
            if (paused) {
                failIfLost();
                calls.add("resume");
                paused = false;
            }
        }

        @Override
        public void prefetch(int count) {
            calls.add("prefetch " + count);
        }

        @Override
        public Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException {
            failIfLost();
            polling.countDown();
            Optional<FakeDelivery> next = paused ? null : queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (ended) {
                throw new ConsumeException("FAKE-1", "the subscription has ended", null);
            }
            if (next != null && next.isPresent()) {
                onTaken.run();
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
    final class FakeDelivery implements Delivery<byte[]> {
        private final String queue;
        private final byte[] content;
        private final Properties properties;
        private final long tag;
        private final int attempt;
        private boolean automatic;
        volatile Throwable why;
        private volatile State state = State.RECEIVED;

        FakeDelivery(String queue, byte[] content, Properties properties, long tag, int attempt) {
            this.queue = queue;
            this.content = content;
            this.properties = properties;
            this.tag = tag;
            this.attempt = attempt;
        }

        /** As it comes where Carrot or the broker acknowledges. */
        FakeDelivery acknowledgedWhenItCame() {
            ack();
            automatic = true;
            return this;
        }

        @Override
        public byte[] body() {
            return content;
        }

        @Override
        public byte[] content() {
            onDecoding.run();
            return content;
        }

        @Override
        public Properties properties() {
            return properties;
        }

        @Override
        public Envelope envelope() {
            return new Envelope(queue, "feed", "key", false, 1, tag, attempt);
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
            if (next == State.REQUEUED) {
                calls.add("requeue " + tag);
            }
        }

        @Override
        public void fail(Throwable why) {
            settle(State.FAILED);
            this.why = why;
        }

        @Override
        public void deadLetter(Throwable why) {
            if (automatic && state == State.ACKED) {
                state = State.DEAD_LETTERED;
            } else {
                settle(State.DEAD_LETTERED);
            }
            this.why = why;
        }

        @Override
        public State state() {
            return state;
        }
    }
}
