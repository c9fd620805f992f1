package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.util.Optional;

/**
 * Takes single messages from queues, on a channel whose end gives unsettled ones back. What shall wait with its consumer
 * goes back to its queue at once, and is counted all the same.
 */
public final class Fetching implements AutoCloseable {
    private final OpenChannel channel;
    private final Settlement settlement;
    private final Redeliveries redeliveries;
    private volatile QueueConsumer latest;

    public Fetching(SharedConnection connection) {
        channel = connection.openChannel(this::ended);
        settlement = new Settlement(channel, connection.threads());
        redeliveries = new Redeliveries(channel, settlement, connection, consumer -> false, () -> {});
    }

    /** May come before there is what is made after the channel. The next fetch reports it. */
    private void ended(Closure closure) {
        if (redeliveries != null) {
            redeliveries.ended();
        }
    }

    /**
     * Takes one message.
     *
     * @throws io.carrotmq.ConsumeException if the queue does not exist or the channel has ended
     * @throws io.carrotmq.UnsupportedException if the broker cannot do with what fails what the options ask for
     */
    public Optional<Delivery<byte[]>> fetch(String queue, SubscribeOptions options) {
        QueueConsumer consumer = consumer(queue, options);
        try {
            Optional<IncomingMessage> message = get(consumer);
            while (message.isPresent()) {
                ChannelDelivery delivery = redeliveries.handOut(message.get(), consumer);
                if (delivery != null) {
                    return Optional.of(delivery);
                }
                message = get(consumer);
            }
            return Optional.empty();
        } catch (TransportException e) {
            throw Messages.cannotConsume(queue, e.closure());
        }
    }

    private Optional<IncomingMessage> get(QueueConsumer consumer) {
        return channel.channel().get(consumer.queue, consumer.mode == Acknowledgement.NONE);
    }

    /** Mostly the same is asked for again and again. */
    private QueueConsumer consumer(String queue, SubscribeOptions options) {
        QueueConsumer known = latest;
        if (known == null || !known.queue.equals(queue) || known.options != options) {
            known = new QueueConsumer(queue, options, channel.broker());
            latest = known;
        }
        return known;
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        redeliveries.close();
        channel.close();
    }
}
