package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An argument of a declaration or a consumer, for what has no member of its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Argument {
    /**
     * Names the argument.
     *
     * @return its name, such as {@code x-queue-leader-locator}
     */
    String name();

    /**
     * Gives its value.
     *
     * @return the value: {@code true} and {@code false} are sent as a boolean, a whole number such as {@code 12} or {@code -1} as a
     *     number, anything else, such as {@code 007}, as text
     */
    String value();
}
