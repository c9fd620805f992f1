package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link CarrotClient} that does not wait for the broker's confirm, nor learn of it: {@link
 * io.carrotmq.Publisher#tell}. It returns {@code void}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD})
public @interface Unconfirmed {}
