package io.carrotmq.cdi.scenario;

import io.carrotmq.cdi.Encoding;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An application's own encoder qualifier. */
@Qualifier @Encoding("text/csv")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Csv {
    /** Which of several dialects; a binding member, as qualifiers may have. */
    String dialect() default "plain";
}
