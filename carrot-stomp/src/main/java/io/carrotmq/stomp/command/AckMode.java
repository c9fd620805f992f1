package io.carrotmq.stomp.command;

/** How messages of a subscription are acknowledged. */
public enum AckMode {
    /** Not at all: the server counts a message as handled when it has sent it. */
    AUTO("auto"),
    /** An acknowledgement is one of all messages before, too. */
    CLIENT("client"),
    /** Each message for itself; since 1.1, though many servers know it in 1.0 as well. */
    CLIENT_INDIVIDUAL("client-individual");

    private final String text;

    AckMode(String text) {
        this.text = text;
    }

    /** {@return how the header {@code ack} writes it} */
    public String text() {
        return text;
    }
}
