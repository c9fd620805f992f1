package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.transport.TransportChannel;

/** A channel with the connection it is on: which epoch, which broker. Closing it lets an idle connection go. */
public record OpenChannel(TransportChannel channel, long epoch, BrokerInfo broker, boolean quorumQueues)
        implements AutoCloseable {
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close();
    }
}
