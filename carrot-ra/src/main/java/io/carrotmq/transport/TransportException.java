package io.carrotmq.transport;

/** An operation failed; the channel, or the whole connection, has ended with it. Turned into an API exception above. */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    private final transient Closure closure;

    public TransportException(Closure closure) {
        super(closure.toString(), closure.cause());
        this.closure = closure;
    }

    public Closure closure() {
        return closure;
    }
}
