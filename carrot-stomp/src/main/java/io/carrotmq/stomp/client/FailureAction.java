package io.carrotmq.stomp.client;

/** What becomes of a message whose handler has failed. */
public enum FailureAction {
    /**
     * A copy goes to the {@linkplain SubscriptionOptions#errorDestination() error destination} and the message is
     * acknowledged: both in one transaction whose {@code COMMIT} is receipted, so that neither happens without the other. In
     * the ack mode {@code client}, and on Artemis, which has no acknowledgements in transactions, the copy is receipted
     * first and the message acknowledged then: a connection lost in between leaves a copy and the message. If the broker does not take the copy, {@link #STOP} follows.
     */
    FORWARD,
    /** {@link #FORWARD}, and then {@link #DISCONNECT}. */
    FORWARD_AND_DISCONNECT,
    /**
     * The subscription ends and the client stays. The message stays unacknowledged, so the broker gives it again: ActiveMQ
     * and Artemis at once, to whoever subscribes; RabbitMQ when the connection ends. What to do where nobody has said
     * otherwise, for nothing is lost and nothing loops.
     */
    STOP,
    /**
     * The client ends, with the failure as the reason, when the other handlers have finished. The message stays
     * unacknowledged and the broker gives it again. Subscriptions are kept: connecting again replays them.
     */
    DISCONNECT,
    /**
     * {@code NACK}. RabbitMQ gives the message again at once, so a message that always fails comes in an endless loop;
     * ActiveMQ moves it to its dead letters if it is persistent, and drops it otherwise; Artemis drops it. STOMP 1.0 has no
     * {@code NACK}: {@link #STOP} follows.
     */
    NACK,
    /** {@code ACK}: the message is lost. */
    ACK
}
