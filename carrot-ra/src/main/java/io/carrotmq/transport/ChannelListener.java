package io.carrotmq.transport;

import io.carrotmq.OutgoingMessage;

/** What happens to a channel. Called in order, on the connection's reader thread, which must not be blocked. */
public interface ChannelListener {
    /** The broker took responsibility for a publish, and for all before it if {@code multiple}. */
    default void confirmed(long sequence, boolean multiple) {}

    /** The broker refused a publish, and all before it if {@code multiple}. */
    default void refused(long sequence, boolean multiple) {}

    /** The broker gave a mandatory message back. */
    default void returned(OutgoingMessage message, int replyCode, String replyText) {}

    /** A message for one of the channel's consumers. */
    default void delivered(IncomingMessage message) {}

    /** The broker ended a consumer: its queue is gone. */
    default void cancelled(String consumerTag) {}

    /** The channel has ended; called exactly once, whoever ended it. */
    void closed(Closure closure);
}
