package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where a message goes that a {@link Consume} method has failed on as often as it may; without this annotation as with its
 * defaults. See {@link io.carrotmq.DeadLettering}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD})
public @interface DeadLetter {
    /**
     * Names the dead-letter queue, which is declared.
     *
     * @return its name; empty for the queue's name with {@code .dlq}
     */
    String queue() default "";

    /**
     * Names an exchange to send dead letters to in place of a queue, which exists already.
     *
     * @return its name; empty for none
     */
    String exchange() default "";

    /**
     * Gives the routing key for {@link #exchange}.
     *
     * @return the key; empty for the message's own
     */
    String routingKey() default "";

    /**
     * Says whether the dead letter gets the exception's stack trace.
     *
     * @return whether it does
     */
    boolean stackTrace() default false;

    /**
     * Leaves dead letters to the broker: Carrot rejects the message, and the queue's own arguments or policy say the rest.
     *
     * @return whether it does; no other member goes with it
     */
    boolean byBroker() default false;
}
