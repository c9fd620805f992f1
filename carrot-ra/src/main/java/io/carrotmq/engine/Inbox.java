package io.carrotmq.engine;

import io.carrotmq.Capability;
import io.carrotmq.ConnectException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Consumers on a channel of their own. The broker sends no more than the prefetch count ahead to each, so the buffer
 * between the connection's reader and the consuming thread is bounded without ever making the reader wait; a consumer
 * without acknowledgements, to which no prefetch applies, is ended at the broker while too much is buffered.
 *
 * <p>Three locks, taken in this order: that of the consumers, one for taking from the buffer, and the settlement's. Who
 * holds the first or last may wait for the network; the reader takes none of them.
 */
public final class Inbox implements Subscription {
    /** AMQP 0-9-1, reply codes: there is no such queue. */
    private static final int NOT_FOUND = 404;

    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    private final SharedConnection connection;
    private final EngineThreads threads;
    private final String name;
    private final OpenChannel channel;
    private final Settlement settlement;
    private final Redeliveries redeliveries;
    private final Arrivals arrivals = new Arrivals();
    private final Consumers consumers;
    private final QueueWatch watch;
    private final Queue<ConsumeException> notices = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Object taking = new Object();

    /** Whether the last was one that had failed: what fails at once, again and again, must not keep the others waiting. */
    private boolean dueLast;

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
        redeliveries = new Redeliveries(channel, settlement, connection, consumer -> consumer.running, arrivals::wake);
        consumers = new Consumers(channel, settlement, this::giveBack);
        try {
            consumers.add(queue, options);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
        watch = channel.broker().supports(Capability.CANCEL_NOTICE)
                        || !channel.broker().supports(Capability.DELETION)
                        || !channel.connection().looks()
                ? null
                : new QueueWatch(connection, () -> end == null ? consumers.running() : List.of(), this::endedByBroker);
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
                arrivals.await(redeliveries.untilDue(left));
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
            if (consumers.isPaused() && end == null) {
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
        ChannelDelivery delivery = dueLast ? arrived() : redeliveries.due();
        if (delivery != null) {
            dueLast = !dueLast;
            return delivery;
        }
        return dueLast ? redeliveries.due() : arrived();
    }

    private ChannelDelivery arrived() {
        ChannelDelivery delivery;
        for (IncomingMessage message = arrivals.take(); message != null; message = arrivals.take()) {
            QueueConsumer consumer = consumers.byTag(message.consumerTag());
            if (consumer == null) {
                LOG.log(System.Logger.Level.DEBUG, "a message for the unknown consumer {0}", message.consumerTag());
            } else if (!lost || !consumer.settles()) { // what is lost and counts as unsettled comes again
                delivery = redeliveries.handOut(message, consumer);
                if (delivery != null) {
                    return delivery;
                }
            }
        }
        return null;
    }

    // The consumers

    @Override
    public void add(String queue, SubscribeOptions options) {
        if (end != null) {
            throw end;
        }
        new TopologyDeclarer(connection).apply(options.topology());
        consumers.add(queue, options);
    }

    @Override
    public void cancel(String queue) {
        consumers.remove(queue);
    }

    @Override
    public void pause() {
        consumers.pause();
    }

    @Override
    public void resume() {
        if (end == null) {
            consumers.resume();
            arrivals.wake();
        }
    }

    @Override
    public void prefetch(int count) {
        SubscribeOptions.DEFAULT.prefetch(count); // checks the range
        if (end == null) {
            consumers.prefetch(count);
        }
    }

    private void giveBack(Collection<QueueConsumer> some) {
        List<String> theirs = some.stream()
                .filter(QueueConsumer::settles)
                .map(consumer -> consumer.tag)
                .toList();
        List<ChannelDelivery> back = new ArrayList<>();
        synchronized (taking) {
            for (IncomingMessage message : arrivals.remove(each -> theirs.contains(each.consumerTag()))) {
                // Before what is behind it can be taken and acknowledged, together with all that is before it.
                back.add(redeliveries.untaken(message, consumers.byTag(message.consumerTag())));
            }
        }
        if (!lost) {
            back.forEach(ChannelDelivery::requeue);
            redeliveries.giveBack(some);
        }
    }

    /** Has the broker send less or more to the consumers no prefetch applies to. */
    private void adjust() {
        try {
            if (end == null) {
                consumers.holdBack(() -> crowded);
                arrivals.wake(); // the taker may have emptied it meanwhile
            }
        } catch (ConsumeException | ConnectException e) {
            LOG.log(System.Logger.Level.DEBUG, "the channel's end is reported to the taker", e);
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
            consumers.stop();
        }
        settlement.last(); // also while another thread is still stopping them: the channel may be closed next
    }

    /** Stops, and closes the channel: what was polled and not settled goes back to the queue. */
    @Override
    public void close() {
        stop();
        release();
    }

    /** As {@link #close()}, for who takes the channel away from whoever polls. */
    public void withdraw() {
        stop(Messages.connectionGone(name));
        release();
    }

    private void release() {
        if (watch != null) {
            watch.close();
        }
        redeliveries.close();
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

    /** The first of them may come before there is what is made after the channel. */
    private final class Events implements ChannelListener {
        /** Whose queue is gone, which some brokers end the whole channel over. */
        private volatile QueueConsumer gone;

        @Override
        public void delivered(IncomingMessage message) {
            boolean many = arrivals.put(message);
            if (many && !crowded) {
                QueueConsumer consumer = consumers.byTag(message.consumerTag());
                if (consumer != null && !consumer.settles()) {
                    crowded = true;
                    threads.execute(Inbox.this::adjust);
                }
            }
        }

        @Override
        public void cancelled(String tag) {
            QueueConsumer consumer = consumers.byTag(tag);
            gone = consumer;
            threads.execute(() -> endedByBroker(consumer));
        }

        @Override
        public void closed(Closure closure) {
            lost = true;
            if (redeliveries != null) {
                redeliveries.ended();
            }
            if (watch != null) {
                watch.close();
            }
            QueueConsumer last = gone;
            boolean cancelled = last != null && closure.replyCode() == NOT_FOUND && consumers.isAlone(last);
            end(cancelled ? Messages.cancelled(last.queue) : Messages.consumerLost(name, closure));
        }
    }

    private void endedByBroker(QueueConsumer consumer) {
        int left = consumers.ended(consumer);
        if (left < 0) {
            return;
        }
        if (left > 0) {
            notices.add(Messages.cancelled(consumer.queue));
            arrivals.wake();
        } else {
            end(Messages.cancelled(consumer.queue));
        }
        consumers.halt(List.of(consumer));
    }
}
