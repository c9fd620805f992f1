package io.carrotmq.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Byte arrays as they are, {@code application/data}.
 */
@Qualifier @Encoding("application/data")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Bytes {
    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<Bytes> implements Bytes {
        private static final long serialVersionUID = 1L;

        /** The one instance that is needed. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
