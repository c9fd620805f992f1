package io.carrotmq.codecs;

import io.carrotmq.cdi.Encoding;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bodies of any type as a Python pickle of plain data, {@code application/x-python-serialize}. Needs Jackson. */
@Qualifier @Encoding("application/x-python-serialize")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Pickle {
    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<Pickle> implements Pickle {
        private static final long serialVersionUID = 1L;

        /** The one instance that is needed. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
