package io.carrotmq.example.it.handling;

/**
 * What a message asks for.
 *
 * @param id tells it from the others
 * @param act what the method does in the end
 * @param failures for how many attempts it does so, before it returns
 */
public record Task(String id, Act act, int failures) {
    /** What the method does in the end. */
    public enum Act {
        RETURN,
        UNCHECKED_EXCEPTION,
        CHECKED_EXCEPTION,
        ROLLBACK_ONLY,
        RETRY,
        DEAD_LETTER,
        TAKE_TIME
    }
}
