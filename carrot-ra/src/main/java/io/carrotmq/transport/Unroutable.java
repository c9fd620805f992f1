package io.carrotmq.transport;

/** What becomes of a message that no queue takes. */
public enum Unroutable {
    /** It comes back, if it is mandatory. */
    RETURNED,
    /** There is none: the broker makes the queue. */
    NEVER,
    /** It is dropped without a word, so that its queue has to be looked for before. */
    LOOKED_FOR,
    /** It is dropped without a word. */
    DROPPED
}
