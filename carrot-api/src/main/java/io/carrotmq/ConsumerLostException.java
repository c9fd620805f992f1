package io.carrotmq;

/**
 * A consumer's connection or channel is gone. What it had not settled is delivered again; consuming anew can succeed as
 * soon as the broker is back.
 */
public class ConsumerLostException extends ConsumeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public ConsumerLostException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
