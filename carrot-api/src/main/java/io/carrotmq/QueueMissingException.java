package io.carrotmq;

/** There is no such queue, and the broker makes none by itself. */
public final class QueueMissingException extends ConsumeException {
    private static final long serialVersionUID = 1L;

    /** The queue. */
    private final String queue;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param queue the queue that was asked for
     * @param cause what led to it, or null
     */
    public QueueMissingException(String code, String text, String queue, Throwable cause) {
        super(code, text, cause);
        this.queue = queue;
    }

    /** {@return the queue that was asked for} */
    public String queue() {
        return queue;
    }
}
