package io.carrotmq;

/** No usable connection to the broker: not reachable, refused, lost, or its handle is closed. */
public class ConnectException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /** Whether time can heal it. */
    private final boolean temporary;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param temporary whether the same attempt can succeed later with nobody changing anything here
     * @param cause what led to it, or null
     */
    public ConnectException(String code, String text, boolean temporary, Throwable cause) {
        super(code, text, cause);
        this.temporary = temporary;
    }

    /**
     * Tells whether to try again.
     *
     * @return true if the broker could not be reached, did not answer, or went away; false if it refused the user or the
     *     virtual host, or the application has closed the factory or handle
     */
    public boolean isTemporary() {
        return temporary;
    }
}
