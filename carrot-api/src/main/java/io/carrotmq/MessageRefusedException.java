package io.carrotmq;

/** The broker has refused a message: its queue is full, it is too large, its exchange does not exist or may not be used. It reached no queue. */
public class MessageRefusedException extends PublishException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public MessageRefusedException(String code, String text, Throwable cause) {
        super(code, text, false, cause);
    }
}
