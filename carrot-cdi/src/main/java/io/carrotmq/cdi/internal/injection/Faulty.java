package io.carrotmq.cdi.internal.injection;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * Put in place of an injection point's wrong qualifiers, so that CDI finds a bean for it and goes on until Carrot
 * reports what is wrong: its own "unsatisfied dependency" would end the deployment before that.
 */
@Qualifier @Retention(RetentionPolicy.RUNTIME)
@interface Faulty {
    /** An instance of the annotation. */
    final class Literal extends AnnotationLiteral<Faulty> implements Faulty {
        private static final long serialVersionUID = 1L;

        static final Literal INSTANCE = new Literal();
    }
}
