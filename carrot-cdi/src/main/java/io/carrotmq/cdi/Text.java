package io.carrotmq.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Strings as plain text, {@code text/plain}: written in UTF-8, read in the character set the message names.
 */
@Qualifier @Encoding("text/plain")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Text {
    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<Text> implements Text {
        private static final long serialVersionUID = 1L;

        /** The one instance that is needed. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
