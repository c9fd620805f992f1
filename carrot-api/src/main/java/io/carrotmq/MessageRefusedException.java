package io.carrotmq;

/**
 * The broker has refused a message: its queue is full, it is too large, its exchange does not exist or may not be used.
 * That queue did not take it. If the broker confirmed it negatively and its exchange has several queues, another may
 * have: {@link #mayHaveBeenDelivered()} tells.
 */
public class MessageRefusedException extends PublishException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param mayHaveBeenDelivered whether another queue may have taken the message
     * @param cause what led to it, or null
     */
    public MessageRefusedException(String code, String text, boolean mayHaveBeenDelivered, Throwable cause) {
        super(code, text, mayHaveBeenDelivered, cause);
    }
}
