package io.carrotmq.transport;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import java.time.Duration;

/** A physical connection. Safe for use by any number of threads. It never reconnects by itself. */
public interface TransportConnection {
    /** {@return what it reached, with what that can do} */
    BrokerInfo broker();

    /** {@return whether quorum queues drop a message after some deliveries unless their declaration says otherwise} */
    boolean limitsDeliveries();

    /** {@return whether an unroutable message is known to come back before it is confirmed or refused} */
    default boolean returnsFirst() {
        return false;
    }

    /** {@return what becomes of a message for there if no queue takes it} */
    default Unroutable unroutable(String exchange, String routingKey) {
        return Unroutable.RETURNED;
    }

    /** {@return whether it can be asked if a queue or an exchange is there, even if not how much waits in it} */
    default boolean looks() {
        return broker().supports(Capability.LOOKUP);
    }

    /**
     * Opens a channel.
     *
     * @param listener told about the channel's events, on the connection's reader thread, which must not be blocked
     * @throws TransportException if the connection is closed or has no channel left
     */
    TransportChannel openChannel(ChannelListener listener);

    boolean isOpen();

    /** Ends the connection at once and without a word to the broker; threads that hang in it get an exception. */
    void kill();

    /** Closes the connection and everything on it; returns within the bound, closed. */
    void close(Duration bound);
}
