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
 *
 * <p>What is read is converted where nothing is lost: numbers into any type that holds the same value, text into the number,
 * boolean, instant (ISO 8601) or UTF-8 bytes that it is, and these into text. A message whose header cannot be converted
 * (CARROT-0373) goes to the dead letters at once. What is in lists and maps stays as it came.
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
