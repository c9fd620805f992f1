package io.carrotmq.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bodies of any type as JSON, {@code application/json} in UTF-8, through Jakarta JSON Binding. The encoding of
 * publishers that have no encoder qualifier.
 */
@Qualifier @Encoding("application/json")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Json {
    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<Json> implements Json {
        private static final long serialVersionUID = 1L;

        /** The one instance that is needed. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
