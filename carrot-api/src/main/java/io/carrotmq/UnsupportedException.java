package io.carrotmq;

/**
 * The broker cannot do what was asked for, as {@link BrokerInfo#supports} tells; or the connection factory cannot, as it is
 * configured. Nothing was done.
 */
public class UnsupportedException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /** What is missing, or null. */
    private final Capability capability;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what was asked for, of which broker, and what to do instead
     * @param capability what the broker lacks, or null if it is not the broker
     */
    public UnsupportedException(String code, String text, Capability capability) {
        super(code, text, null);
        this.capability = capability;
    }

    /** {@return what the broker lacks, or null if it is the connection factory that cannot do it} */
    public Capability capability() {
        return capability;
    }
}
