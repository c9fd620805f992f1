package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.transport.TransportException;
import java.util.Optional;

/** Takes single messages from queues, on a channel whose end gives unsettled ones back. */
public final class Fetching implements AutoCloseable {
    private final OpenChannel channel;
    private final Settlement settlement;

    public Fetching(SharedConnection connection) {
        channel = connection.openChannel(closure -> {
            // the next fetch reports it
        });
        settlement = new Settlement(channel, connection.threads());
    }

    /**
     * Takes one message.
     *
     * @throws io.carrotmq.ConsumeException if the queue does not exist or the channel has ended
     */
    public Optional<Delivery<byte[]>> fetch(String queue, SubscribeOptions options) {
        Acknowledgement acknowledgement = options.acknowledgement();
        try {
            return channel.channel()
                    .get(queue, acknowledgement == Acknowledgement.NONE)
                    .map(message -> settlement.handedOut(
                            new ChannelDelivery(message, queue, channel.epoch(), acknowledgement, settlement),
                            acknowledgement));
        } catch (TransportException e) {
            throw Messages.cannotConsume(queue, e.closure());
        }
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close();
    }
}
