package io.carrotmq;

/** A message was not confirmed. */
public class PublishException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /** Whether the message may have arrived. */
    private final boolean mayHaveBeenDelivered;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param mayHaveBeenDelivered whether the message may have reached a queue all the same
     * @param cause what led to it, or null
     */
    public PublishException(String code, String text, boolean mayHaveBeenDelivered, Throwable cause) {
        super(code, text, cause);
        this.mayHaveBeenDelivered = mayHaveBeenDelivered;
    }

    /**
     * Tells whether sending it again can make a duplicate.
     *
     * @return true if the message left this process and its fate is unknown; false if it certainly reached no queue
     */
    public boolean mayHaveBeenDelivered() {
        return mayHaveBeenDelivered;
    }
}
