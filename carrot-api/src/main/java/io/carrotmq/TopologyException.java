package io.carrotmq;

/**
 * What a topology asks for is not what the broker has: an exchange or queue is missing, exists with other properties, or
 * may not be declared.
 */
public class TopologyException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what was asked for, what the broker has, and what to do
     * @param cause what led to it, or null
     */
    public TopologyException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
