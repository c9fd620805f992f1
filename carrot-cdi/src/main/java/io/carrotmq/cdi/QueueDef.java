package io.carrotmq.cdi;

import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueType;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A queue that is declared, inside {@link Consume}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface QueueDef {
    /**
     * Names the queue.
     *
     * @return its name; empty for one the broker names, with {@link #exclusive}: it is neither durable nor does it outlive its
     *     consumer
     */
    String value() default "";

    /**
     * Says what kind of queue it is.
     *
     * @return the type
     */
    QueueType type() default QueueType.DEFAULT;

    /**
     * Says whether it survives the broker's restart.
     *
     * @return whether it does
     */
    boolean durable() default true;

    /**
     * Says whether it belongs to one connection and goes with it.
     *
     * @return whether it does
     */
    boolean exclusive() default false;

    /**
     * Says whether it is deleted after its last consumer.
     *
     * @return whether it is
     */
    boolean autoDelete() default false;

    /**
     * Bounds how long messages wait in it.
     *
     * @return a duration such as {@code 10m}; empty for no bound
     */
    String ttl() default "";

    /**
     * Says after how long without use it is deleted.
     *
     * @return a duration; empty for never
     */
    String expires() default "";

    /**
     * Bounds its length.
     *
     * @return the number of messages; 0 for no bound
     */
    long maxLength() default 0;

    /**
     * Bounds its size.
     *
     * @return the sum of the bodies in bytes; 0 for no bound
     */
    long maxLengthBytes() default 0;

    /**
     * Says what happens when a bound is reached. Without a bound it means nothing.
     *
     * @return the rule
     */
    Overflow overflow() default Overflow.DROP_HEAD;

    /**
     * Makes it deliver messages of high priority first.
     *
     * @return the highest priority, 1 to 255; 0 for no priorities
     */
    int maxPriority() default 0;

    /**
     * Bounds how often the broker delivers a message of a quorum queue.
     *
     * @return the number of deliveries; 0 for the default of {@link QueueType#DEFAULT}, that is no bound
     */
    int deliveryLimit() default 0;

    /**
     * Makes it serve one consumer and keep the others in reserve.
     *
     * @return whether it does
     */
    boolean singleActiveConsumer() default false;

    /**
     * Gives further arguments.
     *
     * @return the arguments
     */
    Argument[] arguments() default {};
}
