package io.carrotmq.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives brokers to a JUnit test class, as parameters of its constructor, its life-cycle methods and its tests:
 *
 * <ul>
 *   <li>{@link RabbitMq}: the one all tests of the JVM share;
 *   <li>{@link Fresh @Fresh} {@link RabbitMq}: one of its own;
 *   <li>{@link EmbeddedQpid}, {@link EmbeddedActiveMq}, {@link EmbeddedArtemis}: one for the whole test run, or with
 *       {@link Fresh @Fresh} one of its own;
 *   <li>{@link FaultProxy}: always a new one, in front of the shared {@link RabbitMq}.
 * </ul>
 *
 * <p>A {@link RabbitMq}, and what the {@link FaultProxy} stands in front of, is of the {@link #version()} asked for.
 *
 * <p>What is one's own is closed after the test; after the class if a method annotated with {@code @BeforeAll}, or the
 * constructor of a class with one instance for all tests, asked for it. A broker that cannot be had fails the test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(BrokerExtension.class)
public @interface WithBroker {

    /**
     * The version of RabbitMQ. What a method's annotation says comes before that of its class, and that before the one
     * of the class around it.
     */
    RabbitVersion version() default RabbitVersion.V4_3;
}
