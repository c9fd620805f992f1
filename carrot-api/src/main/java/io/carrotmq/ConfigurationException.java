package io.carrotmq;

/** A setting is wrong or missing; all that were found wrong are reported together. Nothing was started. */
public class ConfigurationException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public ConfigurationException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
