package io.carrotmq.example.feeds;

/** A feed cannot be read; the message is meant for the person who asked for it. */
final class FeedException extends Exception {
    private static final long serialVersionUID = 1L;

    FeedException(String message) {
        super(message);
    }

    FeedException(String message, Throwable cause) {
        super(message, cause);
    }
}
