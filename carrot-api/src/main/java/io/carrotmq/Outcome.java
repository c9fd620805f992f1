package io.carrotmq;

import java.util.Objects;

/**
 * What shall become of a delivery, as a value that a handler can return. Immutable.
 *
 * @param verdict what shall become of it
 * @param reason why, for logs and the headers of dead letters; empty where there is none. Never a body: it may be logged
 */
public record Outcome(Verdict verdict, String reason) {
    private static final Outcome ACK = new Outcome(Verdict.ACK, "");
    private static final Outcome REQUEUE = new Outcome(Verdict.REQUEUE, "");
    private static final Outcome REJECT = new Outcome(Verdict.REJECT, "");

    /** Checks that every part is there. */
    public Outcome {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
    }

    /** The five ways to settle a delivery. */
    public enum Verdict {
        /** It is done: {@link Delivery#ack}. */
        ACK,
        /** The attempt has failed, as if the handler had thrown: {@link Delivery#fail}. */
        RETRY,
        /** No further attempt would help: {@link Delivery#deadLetter}. */
        DEAD_LETTER,
        /** Given back as if it had not been delivered, at once and uncounted: {@link Delivery#requeue}. */
        REQUEUE,
        /** Left to the broker, which drops it or has dead letters of its own: {@link Delivery#reject}. */
        REJECT
    }

    /** {@return the delivery is done} */
    public static Outcome ack() {
        return ACK;
    }

    /**
     * The attempt has failed, as if the handler had thrown.
     *
     * @param reason why
     * @return the outcome
     */
    public static Outcome retry(String reason) {
        return new Outcome(Verdict.RETRY, reason);
    }

    /**
     * No further attempt would help.
     *
     * @param reason why
     * @return the outcome
     */
    public static Outcome deadLetter(String reason) {
        return new Outcome(Verdict.DEAD_LETTER, reason);
    }

    /** {@return the delivery is given back, at once and uncounted} */
    public static Outcome requeue() {
        return REQUEUE;
    }

    /** {@return the delivery is left to the broker} */
    public static Outcome reject() {
        return REJECT;
    }
}
