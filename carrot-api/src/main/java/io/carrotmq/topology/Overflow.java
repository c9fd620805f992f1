package io.carrotmq.topology;

/** What a queue does with a message beyond its bound. */
public enum Overflow {
    /** The oldest message is dropped, or dead-lettered. */
    DROP_HEAD("drop-head"),
    /** The new message is refused: its publisher learns of it. */
    REJECT_PUBLISH("reject-publish"),
    /** The new message is refused and dead-lettered; classic queues only. */
    REJECT_PUBLISH_DLX("reject-publish-dlx");

    private final String argument;

    Overflow(String argument) {
        this.argument = argument;
    }

    /** {@return the value of the argument {@code x-overflow}} */
    public String argument() {
        return argument;
    }
}
