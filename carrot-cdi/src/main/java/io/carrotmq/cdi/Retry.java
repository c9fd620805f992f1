package io.carrotmq.cdi;

import io.carrotmq.Redelivery;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How often and when a {@link Consume} method is called again with a message it has failed on; without this annotation as with
 * its defaults. See {@link Redelivery}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD})
public @interface Retry {
    /**
     * Bounds the attempts, the first included.
     *
     * @return the number; 1 for no second attempt
     */
    int max() default 3;

    /**
     * Says how long to wait before the second attempt.
     *
     * @return a duration such as {@code 500ms}, {@code 1s}, {@code 2m}; {@code 0s} for at once
     */
    String delay() default "1s";

    /**
     * Says by what the delay grows with each further attempt.
     *
     * @return the factor, 1 to 100
     */
    double multiplier() default 2;

    /**
     * Bounds the delay.
     *
     * @return a duration, at most a day
     */
    String maxDelay() default "1m";

    /**
     * Spreads the delays by chance.
     *
     * @return the part of a delay it may be longer or shorter, 0 to 0.5
     */
    double jitter() default 0.2;

    /**
     * Says where the message waits.
     *
     * @return the mode
     */
    Redelivery.Mode mode() default Redelivery.Mode.AUTO;

    /**
     * Names the exceptions after which another attempt may help; what else is thrown sends the message to the dead letters at once.
     *
     * @return the classes, their subclasses included
     */
    Class<? extends Throwable>[] on() default Throwable.class;

    /**
     * Names the exceptions after which no further attempt helps: the message goes to the dead letters at once. Goes before {@link
     * #on}.
     *
     * @return the classes, their subclasses included
     */
    Class<? extends Throwable>[] abortOn() default {};
}
