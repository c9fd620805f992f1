package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import java.util.concurrent.atomic.AtomicReference;

/** How a connection has ended. The first cause stays. Safe for use by any number of threads. */
final class Ending {
    private final String name;
    private final Runnable then;
    private final AtomicReference<Cause> first = new AtomicReference<>();

    private record Cause(StompException exception) {}

    /**
     * Makes one.
     *
     * @param name the connection's name
     * @param then done by whoever ends it, once
     */
    Ending(String name, Runnable then) {
        this.name = name;
        this.then = then;
    }

    /** Ends it, with null if that was asked for; false if it had ended. */
    boolean end(StompException cause) {
        if (first.compareAndSet(null, new Cause(cause))) {
            then.run();
            return true;
        }
        return false;
    }

    boolean writeFailed(Throwable cause) {
        return end(Messages.lost(name, "writing failed with " + cause, cause));
    }

    boolean isEnded() {
        return first.get() != null;
    }

    /** {@return why it has ended; null if it has not, or was asked to} */
    StompException cause() {
        Cause cause = first.get();
        return cause == null ? null : cause.exception;
    }

    /** {@return a new exception for somebody who wants what is over} */
    StompConnectionException exception() {
        return Messages.ended(name, cause());
    }
}
