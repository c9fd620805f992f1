package io.carrotmq.cdi.scenario;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** An application's own qualifier, which has nothing to do with messages. */
@Qualifier @Retention(RetentionPolicy.RUNTIME)
public @interface Premium {}
