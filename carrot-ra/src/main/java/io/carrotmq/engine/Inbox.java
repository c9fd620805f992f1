package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.ConnectException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Consumers on a channel of their own. The broker sends no more than the prefetch count ahead to each, so the buffer
 * between the connection's reader and the consuming thread is bounded without ever making the reader wait; a consumer
 * without acknowledgements, to which no prefetch applies, is ended at the broker while too much is buffered.
 *
 * <p>Three locks, taken in this order: one for what is asked of the broker, one for taking from the buffer, and the
 * settlement's. The reader takes none of them.
 */
public final class Inbox implements Subscription {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    private final SharedConnection connection;
    private final EngineThreads threads;
    private final String name;
    private final OpenChannel channel;
    private final Settlement settlement;
    private final Arrivals arrivals = new Arrivals();
    private final Map<String, QueueConsumer> byTag = new ConcurrentHashMap<>();
    private final Queue<ConsumeException> notices = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Object operations = new Object();
    private final Object taking = new Object();

    // Guarded by operations.
    private final List<QueueConsumer> consumers = new ArrayList<>();
    private int tags;

    private volatile boolean paused;
    private volatile boolean crowded;
    private volatile boolean lost;
    private volatile ConsumeException end;

    /**
     * Opens a channel and starts consuming. The options' topology is seen to first.
     *
     * @throws io.carrotmq.ConnectException if no broker can be reached
     * @throws ConsumeException if the broker refuses
     */
    public Inbox(SharedConnection connection, String queue, SubscribeOptions options) {
        this.connection = connection;
        this.threads = connection.threads();
        this.name = queue;
        new TopologyDeclarer(connection).apply(options.topology());
        channel = connection.openChannel(new Events());
        settlement = new Settlement(channel, threads);
        try {
            start(queue, options);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    // Taking

    @Override
    public Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException {
        ChannelDelivery delivery = take();
        if (delivery == null) {
            settlement.flush();
            long bound = Arrivals.nanos(timeout);
            long start = System.nanoTime();
            long left = bound;
            while (delivery == null && left > 0) {
                arrivals.await(left);
                delivery = take();
                left = bound - (System.nanoTime() - start);
            }
        }
        return Optional.ofNullable(delivery);
    }

    private ChannelDelivery take() {
        synchronized (taking) {
            ConsumeException notice = notices.poll();
            if (notice != null) {
                throw notice;
            }
            if (stopped.get()) {
                throw end;
            }
            if (paused && end == null) {
                return null;
            }
            ChannelDelivery delivery = next();
            if (delivery == null && end != null) {
                throw end;
            }
            if (crowded && arrivals.isLow()) {
                crowded = false;
                threads.execute(this::adjust);
            }
            return delivery;
        }
    }

    private ChannelDelivery next() {
        for (IncomingMessage message = arrivals.take(); message != null; message = arrivals.take()) {
            QueueConsumer consumer = byTag.get(message.consumerTag());
            if (consumer == null) {
                LOG.log(System.Logger.Level.DEBUG, "a message for the unknown consumer {0}", message.consumerTag());
            } else if (!lost || !consumer.settles()) { // what is lost and counts as unsettled comes again
                return handOut(message, consumer);
            }
        }
        return null;
    }

    private ChannelDelivery handOut(IncomingMessage message, QueueConsumer consumer) {
        ChannelDelivery delivery =
                new ChannelDelivery(message, consumer.queue, channel.epoch(), consumer.mode, settlement);
        return settlement.handedOut(delivery, consumer.mode);
    }

    // Consumers

    @Override
    public void add(String queue, SubscribeOptions options) {
        synchronized (operations) {
            requireRunning();
            if (consumers.stream().anyMatch(consumer -> consumer.queue.equals(queue))) {
                throw Messages.consumedAlready(queue);
            }
            new TopologyDeclarer(connection).apply(options.topology());
            start(queue, options);
        }
    }

    private void start(String queue, SubscribeOptions options) {
        synchronized (operations) {
            QueueConsumer consumer = new QueueConsumer(queue, "carrot-" + ++tags, options);
            byTag.put(consumer.tag, consumer); // first: messages may come before the broker's answer
            consumers.add(consumer);
            regroup();
            if (!paused) {
                run(consumer);
            }
        }
    }

    private void run(QueueConsumer consumer) {
        try {
            channel.channel().consume(consumer.queue, consumer.tag, consumer.options);
            consumer.running = true;
        } catch (TransportException e) {
            consumers.remove(consumer);
            throw Messages.cannotConsume(consumer.queue, e.closure());
        }
    }

    /** A quarter of what the broker sends ahead, so that it always has leave to send more. */
    private void regroup() {
        settlement.group(consumers.stream()
                .filter(QueueConsumer::settles)
                .mapToInt(consumer -> consumer.options.prefetch() / 4)
                .min()
                .orElse(1));
    }

    private void requireRunning() {
        if (end != null) {
            throw end;
        }
    }

    @Override
    public void cancel(String queue) {
        synchronized (operations) {
            for (QueueConsumer consumer : List.copyOf(consumers)) {
                if (consumer.queue.equals(queue)) {
                    consumers.remove(consumer);
                    halt(List.of(consumer));
                    regroup();
                }
            }
        }
    }

    @Override
    public void pause() {
        synchronized (operations) {
            if (!paused) {
                paused = true;
                halt(consumers);
                settlement.flush();
            }
        }
    }

    @Override
    public void resume() {
        synchronized (operations) {
            if (paused && end == null) {
                paused = false;
                arrivals.wake();
                runAll();
            }
        }
    }

    private void runAll() {
        for (QueueConsumer consumer : List.copyOf(consumers)) {
            if (!consumer.running && (consumer.settles() || !crowded)) {
                run(consumer);
            }
        }
    }

    @Override
    public void prefetch(int count) {
        synchronized (operations) {
            List<QueueConsumer> changed = new ArrayList<>();
            for (QueueConsumer consumer : consumers) {
                SubscribeOptions options = consumer.options.prefetch(count); // checks the range
                if (consumer.settles() && options.prefetch() != consumer.options.prefetch()) {
                    changed.add(consumer);
                }
                consumer.options = options;
            }
            regroup();
            if (end == null) {
                halt(changed);
                if (!paused) {
                    runAll();
                }
            }
        }
    }

    /** Makes the broker send nothing more to some consumers, and gives back what they were sent and nobody has taken. */
    private void halt(Collection<QueueConsumer> some) {
        try {
            for (QueueConsumer consumer : some) {
                if (consumer.running) {
                    consumer.running = false;
                    channel.channel().cancel(consumer.tag);
                }
            }
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.DEBUG, "the channel is gone, and the broker has back what it had sent", e);
        }
        List<String> theirs = some.stream()
                .filter(QueueConsumer::settles)
                .map(consumer -> consumer.tag)
                .toList();
        giveBack(message -> theirs.contains(message.consumerTag()));
    }

    private void giveBack(Predicate<IncomingMessage> which) {
        List<ChannelDelivery> back = new ArrayList<>();
        synchronized (taking) {
            for (IncomingMessage message : arrivals.remove(which)) {
                QueueConsumer consumer = byTag.get(message.consumerTag());
                ChannelDelivery delivery = new ChannelDelivery(
                        message, consumer.queue, channel.epoch(), Acknowledgement.MANUAL, settlement);
                // Before what is behind it can be taken and acknowledged, together with all that is before it.
                back.add(settlement.handedOut(delivery, Acknowledgement.MANUAL));
            }
        }
        if (!lost) {
            back.forEach(ChannelDelivery::requeue);
        }
    }

    /** Has the broker send less or more to the consumers no prefetch applies to. */
    private void adjust() {
        synchronized (operations) {
            if (paused || end != null) {
                return;
            }
            try {
                if (crowded) {
                    halt(consumers.stream()
                            .filter(consumer -> !consumer.settles())
                            .toList());
                    arrivals.wake(); // the taker may have emptied it meanwhile
                } else {
                    runAll();
                }
            } catch (ConsumeException | ConnectException e) {
                LOG.log(System.Logger.Level.DEBUG, "the channel's end is reported to the taker", e);
            }
        }
    }

    // The end

    /** {@return whether messages can still be settled} */
    public boolean isOpen() {
        return channel.isOpen();
    }

    public Settlement settlement() {
        return settlement;
    }

    /**
     * Makes sure that what comes from here can be rejected.
     *
     * @throws io.carrotmq.UnsupportedException if the broker would not let go of the message
     */
    public void requireReject(Envelope envelope) {
        settlement.requireReject(envelope);
    }

    /**
     * Makes the broker send nothing more and gives back what has not been polled. What was polled can still be settled,
     * and its acknowledgement is sent at once.
     */
    public void stop() {
        stop(Messages.subscriptionClosed(name));
    }

    private void stop(ConsumeException why) {
        end(why);
        if (stopped.compareAndSet(false, true)) {
            synchronized (operations) {
                halt(consumers);
                settlement.last();
            }
        }
    }

    /** Stops, and closes the channel: what was polled and not settled goes back to the queue. */
    @Override
    public void close() {
        stop();
        channel.close();
    }

    /** As {@link #close()}, for who takes the channel away from whoever polls. */
    public void withdraw() {
        stop(Messages.connectionGone(name));
        channel.close();
    }

    private void end(ConsumeException why) {
        synchronized (stopped) {
            if (end == null) {
                end = why;
            }
        }
        arrivals.wake();
    }

    private final class Events implements ChannelListener {
        @Override
        public void delivered(IncomingMessage message) {
            QueueConsumer consumer = byTag.get(message.consumerTag());
            boolean many = arrivals.put(message);
            if (many && !crowded && consumer != null && !consumer.settles()) {
                crowded = true;
                threads.execute(Inbox.this::adjust);
            }
        }

        @Override
        public void cancelled(String tag) {
            threads.execute(() -> cancelledByBroker(tag));
        }

        @Override
        public void closed(Closure closure) {
            lost = true;
            if (settlement != null) {
                settlement.ended();
            }
            end(Messages.consumerLost(name, closure));
        }
    }

    private void cancelledByBroker(String tag) {
        QueueConsumer consumer = byTag.get(tag);
        synchronized (operations) {
            if (consumer == null || !consumers.remove(consumer)) {
                return;
            }
            consumer.running = false;
            if (consumers.isEmpty()) {
                end(Messages.cancelled(consumer.queue));
            } else {
                notices.add(Messages.cancelled(consumer.queue));
                arrivals.wake();
            }
            halt(List.of(consumer));
            regroup();
        }
    }
}
