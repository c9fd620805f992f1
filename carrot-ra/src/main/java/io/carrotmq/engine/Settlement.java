package io.carrotmq.engine;

import io.carrotmq.Delivery;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Settles deliveries on the channel they came through. Once that channel has ended there is nothing to settle: the
 * broker has taken its messages back and delivers them again, so a late settlement is counted and nothing else.
 */
public final class Settlement {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    private final TransportChannel channel;
    private final AtomicLong stale = new AtomicLong();

    public Settlement(TransportChannel channel) {
        this.channel = channel;
    }

    /**
     * Settles a delivery.
     *
     * @return whether the channel was still there to settle it on
     */
    public boolean settle(long deliveryTag, Delivery.State outcome) {
        try {
            switch (outcome) {
                case ACKED -> channel.ack(deliveryTag, false);
                // nack, not reject: Qpid delivers a rejected message again and again
                case REJECTED -> channel.nack(deliveryTag, false);
                case REQUEUED -> channel.nack(deliveryTag, true);
                case RECEIVED -> throw new IllegalArgumentException("RECEIVED is no outcome");
            }
            return true;
        } catch (TransportException e) {
            stale.incrementAndGet();
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "delivery {0} cannot be settled any more: {1}",
                    deliveryTag,
                    e.closure());
            return false;
        }
    }

    /** {@return how many settlements came too late} */
    public long stale() {
        return stale.get();
    }
}
