package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Consume} method that is called with several messages at once: its one parameter is a {@code List} of bodies or of
 * deliveries.
 *
 * <p>It may return a {@code List<Outcome>}, one for each message in their order (null as a list, or for one of them, means
 * acknowledged), or one {@link io.carrotmq.Outcome} for all; when it throws, all that it has not settled have failed.
 *
 * <p>In a transaction there is one for the batch. It commits if all are to be acknowledged. If one is not, it rolls back; then
 * those that were to be acknowledged come again at once, and that does not count as an attempt of theirs.
 *
 * <p>A batch that is not complete when the application ends is given back.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD})
public @interface Batch {
    /**
     * Bounds the batch.
     *
     * @return the number of messages, 1 to 10000
     */
    int max() default 100;

    /**
     * Bounds how long the first message waits for others.
     *
     * @return a duration such as {@code 200ms}, at most an hour; {@code 0s} takes what is there
     */
    String within() default "200ms";
}
