package io.carrotmq.example.it.probe;

/**
 * What a bean shall do with its first delivery; it behaves well with a repeated one.
 *
 * @param id the key of the row to store
 * @param act how to behave
 * @param source where to store the row
 */
public record Order(String id, Act act, Source source) {
    /** The ways to end a delivery. */
    public enum Act {
        RETURN,
        ROLLBACK_ONLY,
        RUNTIME_EXCEPTION,
        APPLICATION_EXCEPTION,
        TIMEOUT,
        UNROUTABLE_SEND
    }
}
