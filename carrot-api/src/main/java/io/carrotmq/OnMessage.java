package io.carrotmq;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public method of a {@link CarrotListener} bean as one that handles messages.
 *
 * <p>Its parameters are, in any order, at most one body of any type a codec can decode, and at most one {@link
 * Delivery} of the same type; at least one of the two. A normal return with a committed transaction acknowledges the
 * message; with whatever it throws the message has {@linkplain Delivery#fail failed}.
 *
 * <p>Where a bean has several such methods, the routing key of the message selects one; patterns that could both take
 * the same key are told apart by their literal words, the more literal first.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnMessage {
    /**
     * Which messages the method takes, as a topic pattern: words separated by dots, {@code *} for one word and
     * {@code #} for any number of them.
     *
     * @return the pattern; {@code #}, the default, takes all
     */
    String routingKey() default "#";
}
