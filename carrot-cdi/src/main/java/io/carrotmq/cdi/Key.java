package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of a {@link CarrotClient}'s method whose value stands in the routing key, in place of its name in braces:
 * {@code @RoutingKey("importer.{region}")}. Its text is {@code String.valueOf}; null is refused when it is sent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER})
public @interface Key {
    /**
     * Names the place in the template.
     *
     * @return the name; without the braces
     */
    String value();
}
