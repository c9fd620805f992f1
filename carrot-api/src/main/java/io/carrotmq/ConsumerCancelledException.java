package io.carrotmq;

/** The broker has ended a consumer, mostly because its queue was deleted. */
public class ConsumerCancelledException extends ConsumeException {
    private static final long serialVersionUID = 1L;

    /** The queue. */
    private final String queue;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param queue the queue that was consumed from
     */
    public ConsumerCancelledException(String code, String text, String queue) {
        super(code, text, null);
        this.queue = queue;
    }

    /** {@return the queue that was consumed from} */
    public String queue() {
        return queue;
    }
}
