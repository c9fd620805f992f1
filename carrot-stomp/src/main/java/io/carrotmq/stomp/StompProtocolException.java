package io.carrotmq.stomp;

/** A frame that may not come now, that lacks something, or that the version does not know. */
public class StompProtocolException extends StompException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what is wrong and what to do
     */
    public StompProtocolException(String code, String text) {
        super(code, text, null);
    }
}
