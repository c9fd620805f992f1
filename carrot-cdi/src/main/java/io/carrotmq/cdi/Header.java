package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A header of a message. On a parameter of a {@link CarrotClient}'s method it is sent, null leaves it out. On a parameter of
 * a {@link Consume} method it is read: {@code String}, a number type, {@code Boolean}, {@link java.time.Instant}, {@code
 * byte[]}, {@code List}, {@code Map}, {@code Object}, or {@code Optional} of one of them; without {@code Optional} a header
 * that is missing is null, and a parameter of a primitive type is refused at deployment.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER})
public @interface Header {
    /**
     * Names the header.
     *
     * @return its name
     */
    String value();
}
