package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Settles deliveries on the channel they came through. Acknowledgements may wait for others to go out with, for a bounded
 * time; everything else goes out at once. Once the channel has ended there is nothing to settle: the broker has taken its
 * messages back and delivers them again, so a late settlement is counted and nothing else.
 *
 * <p>Safe for use by any number of threads; one that the broker does not read from makes the others wait, but never the
 * reader of the connection.
 */
public final class Settlement {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    /** How long an acknowledgement waits for others at most. */
    private static final Duration LATEST = Duration.ofMillis(10);

    private static final Closure ENDED = new Closure(false, false, 0, "the channel has ended", null);

    private final TransportChannel channel;
    private final BrokerInfo broker;
    private final EngineThreads threads;
    private final Object lock = new Object();
    private final Outstanding outstanding = new Outstanding();
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicBoolean reported = new AtomicBoolean();
    private int group = 1;
    private boolean last;
    private boolean timed;
    private volatile boolean ended;

    Settlement(OpenChannel channel, EngineThreads threads) {
        this.channel = channel.channel();
        this.broker = channel.broker();
        this.threads = threads;
    }

    /** Says how many acknowledgements are worth sending together; one means that each is sent at once. */
    void group(int count) {
        synchronized (lock) {
            group = last ? 1 : Math.max(1, count);
            flush();
        }
    }

    /** From now on each acknowledgement is sent at once. */
    void last() {
        synchronized (lock) {
            last = true;
            group(1);
        }
    }

    /** The channel has ended. Called by the reader, too, so it takes no lock that others hold while they write. */
    void ended() {
        ended = true;
    }

    /**
     * Notes that a delivery is with the application, or about to be given back: from now on no acknowledgement of later
     * ones covers it.
     *
     * @return the delivery
     */
    ChannelDelivery handedOut(ChannelDelivery delivery, Acknowledgement mode) {
        if (mode != Acknowledgement.NONE) {
            synchronized (lock) {
                outstanding.add(delivery);
                if (mode == Acknowledgement.AUTO) {
                    acknowledge(delivery);
                }
            }
        }
        return delivery;
    }

    /**
     * Makes sure that a delivery can be rejected.
     *
     * @throws io.carrotmq.UnsupportedException if the broker would not let go of the message
     */
    void requireReject(Envelope envelope) {
        if (!broker.supports(Capability.REJECT)) {
            throw Messages.cannotReject(envelope, broker);
        }
    }

    /** Settles a delivery that was handed out. */
    void settle(ChannelDelivery delivery, Delivery.State outcome) {
        synchronized (lock) {
            if (outcome == Delivery.State.ACKED) {
                acknowledge(delivery);
            } else {
                outstanding.remove(delivery);
                // nack, not reject: Qpid delivers a rejected message again and again
                settleNow(delivery.envelope(), outcome);
            }
        }
    }

    /** Puts a fresh delivery of the same message in the place of one. */
    void replace(ChannelDelivery before, ChannelDelivery fresh) {
        synchronized (lock) {
            outstanding.replace(before, fresh);
        }
    }

    /** Gives a delivery back as one that has failed, which its queue counts. */
    void giveBackFailed(ChannelDelivery delivery) {
        synchronized (lock) {
            outstanding.remove(delivery);
            try {
                requireOpen();
                channel.giveBackFailed(delivery.tag());
            } catch (TransportException e) {
                ended = true;
                late(1, false, delivery.envelope() + ", " + e.closure());
            }
        }
    }

    private void acknowledge(ChannelDelivery delivery) {
        if (group == 1 || ended) {
            outstanding.remove(delivery);
            settleNow(delivery.envelope(), Delivery.State.ACKED);
        } else if (outstanding.acknowledge(delivery) >= group) {
            flush();
        } else if (!timed) {
            timed = true;
            threads.schedule(this::flushInTime, LATEST);
        }
    }

    private void flushInTime() {
        synchronized (lock) {
            timed = false;
            flush();
        }
    }

    /** Sends the acknowledgements that wait. */
    void flush() {
        synchronized (lock) {
            if (outstanding.acknowledged() == 0) {
                return;
            }
            try {
                requireOpen();
                outstanding.tell((count, tag) -> channel.ack(tag, count > 1));
            } catch (TransportException e) {
                ended = true;
                late(outstanding.clear(), true, e.closure().toString());
            }
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new TransportException(ENDED);
        }
    }

    private void settleNow(Envelope envelope, Delivery.State outcome) {
        try {
            requireOpen();
            switch (outcome) {
                case ACKED -> channel.ack(envelope.deliveryTag(), false);
                case REJECTED -> channel.nack(envelope.deliveryTag(), false);
                case REQUEUED -> channel.nack(envelope.deliveryTag(), true);
                case RECEIVED, FAILED, DEAD_LETTERED -> throw new IllegalArgumentException(outcome + " is no outcome");
            }
        } catch (TransportException e) {
            ended = true;
            late(1, outcome != Delivery.State.REQUEUED, envelope + ", " + e.closure());
        }
    }

    private void late(int count, boolean comesAgain, String what) {
        stale.addAndGet(count);
        if (comesAgain) {
            repeated.addAndGet(count);
            if (reported.compareAndSet(false, true)) {
                LOG.log(System.Logger.Level.WARNING, Messages.settledLate(count, what));
            }
        }
    }

    /** {@return how many settlements came too late} */
    public long stale() {
        return stale.get();
    }

    /** {@return how many of them were of messages that the application was done with and that it gets again} */
    public long repeated() {
        return repeated.get();
    }
}
