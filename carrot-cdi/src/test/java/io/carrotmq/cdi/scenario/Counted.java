package io.carrotmq.cdi.scenario;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** An application's own interceptor binding. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
public @interface Counted {}
