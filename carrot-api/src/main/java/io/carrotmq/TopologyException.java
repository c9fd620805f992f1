package io.carrotmq;

import java.io.Serializable;
import java.util.Optional;

/**
 * What a topology asks for is not what the broker has: an exchange or queue is missing, exists with other properties, or
 * may not be declared.
 */
public class TopologyException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /**
     * What is asked for in one property of an exchange or queue, and what it has. The words are the broker's.
     *
     * @param property the property: {@code durable}, {@code auto_delete}, {@code type}, {@code internal} or the name of an
     *     argument
     * @param asked what the declaration says, {@code none} if it does not set the property; null if the broker does not
     *     repeat it
     * @param present what exists, {@code none} if the property is not set; null if the broker does not tell
     */
    public record Difference(String property, String asked, String present) implements Serializable {
        @Override
        public String toString() {
            return "asked: " + property + (asked == null ? "" : " = " + asked) + "; the broker has: "
                    + (present == null ? "something else" : present);
        }
    }

    /** Where it exists with another property, which. */
    private final Difference difference;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what was asked for, what the broker has, and what to do
     * @param cause what led to it, or null
     */
    public TopologyException(String code, String text, Throwable cause) {
        this(code, text, null, cause);
    }

    /**
     * Makes an exception about something that exists with another property.
     *
     * @param code the error's number
     * @param text what was asked for, what the broker has, and what to do
     * @param difference the property, or null if that is not known
     * @param cause what led to it, or null
     */
    public TopologyException(String code, String text, Difference difference, Throwable cause) {
        super(code, text, cause);
        this.difference = difference;
    }

    /** {@return in what the thing that exists differs from what was asked for, if that is it and the broker tells} */
    public Optional<Difference> difference() {
        return Optional.ofNullable(difference);
    }
}
