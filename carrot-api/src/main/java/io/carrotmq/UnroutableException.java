package io.carrotmq;

/** The broker returned a mandatory message: no queue is bound to its exchange for its routing key. */
public class UnroutableException extends PublishException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     */
    public UnroutableException(String code, String text) {
        super(code, text, false, null);
    }
}
