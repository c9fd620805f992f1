package io.carrotmq.transport;

/** What happens to a connection. Called on threads of the transport that must not be blocked. */
public interface ConnectionListener {
    /** The broker takes no more publishes, for the reason it gives. */
    void blocked(String reason);

    /** The broker takes publishes again. */
    void unblocked();

    /** The connection has ended; called exactly once, whoever ended it. */
    void closed(Closure closure);
}
