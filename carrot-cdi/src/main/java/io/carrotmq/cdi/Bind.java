package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A binding of the queue to an exchange, which is declared as well, inside {@link Consume}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Bind {
    /**
     * Names the exchange.
     *
     * @return its name
     */
    String exchange();

    /**
     * Says what type of exchange it is.
     *
     * @return {@code direct}, {@code topic}, {@code fanout}, {@code headers}, or one that a plug-in brings
     */
    String type() default "direct";

    /**
     * Gives the routing keys, each of which is a binding.
     *
     * @return the keys; none for one binding with the empty key
     */
    String[] keys() default {};

    /**
     * Gives arguments of the bindings: the headers of a headers exchange.
     *
     * @return the arguments
     */
    Argument[] arguments() default {};

    /**
     * Says whether the exchange survives the broker's restart.
     *
     * @return whether it does
     */
    boolean durable() default true;

    /**
     * Says whether the exchange is deleted after its last binding.
     *
     * @return whether it is
     */
    boolean autoDelete() default false;
}
