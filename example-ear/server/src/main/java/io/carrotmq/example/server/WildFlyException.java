package io.carrotmq.example.server;

/** WildFly did not start, did not deploy, or ended by itself; the message says which and holds the reason it gave. */
public final class WildFlyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WildFlyException(String message) {
        super(message);
    }
}
