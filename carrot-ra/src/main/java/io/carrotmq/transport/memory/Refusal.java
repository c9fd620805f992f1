package io.carrotmq.transport.memory;

import io.carrotmq.transport.Closure;

/** What the broker refuses, with the reply code and text of RabbitMQ. It ends the channel. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    Refusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    static Refusal accessRefused(String text) {
        return new Refusal(403, "ACCESS_REFUSED - " + text);
    }

    static Refusal reserved(String kind, String name) {
        return accessRefused(kind + " name '" + name + "' contains reserved prefix 'amq.*'");
    }

    static Refusal notFound(String kind, String name) {
        return new Refusal(404, "NOT_FOUND - no " + kind + " '" + name + "' in vhost '/'");
    }

    static Refusal locked(String queue) {
        return new Refusal(
                405,
                "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '" + queue
                        + "' in vhost '/'. It could be"
                        + " originally declared on another connection or the exclusive property value does not match that"
                        + " of the original declaration.");
    }

    static Refusal precondition(String text) {
        return new Refusal(406, "PRECONDITION_FAILED - " + text);
    }

    static Refusal notImplemented(String text) {
        return new Refusal(540, "NOT_IMPLEMENTED - " + text);
    }

    Closure closure() {
        return new Closure(false, false, code, getMessage(), null);
    }
}
