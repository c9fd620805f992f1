package io.carrotmq.ra.container;

/** What containers throw in place of what the bean threw. */
final class EjbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EjbException(String message, Throwable cause) {
        super(message, cause);
    }
}
