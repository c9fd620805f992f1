package io.carrotmq.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The queue an injected {@link io.carrotmq.Consumer} takes messages from:
 *
 * <pre>{@code @Inject @Queue("feed") Consumer<ImportFeed> inbox;}</pre>
 *
 * <p>With an encoder qualifier such as {@link Json} it accepts that media type only; without, every media type that can
 * hold the body's type. A {@code Consumer<byte[]>} takes every message as it is.
 *
 * <p>Each injection point gets a consumer of its own, in scope {@code @Dependent}. It is closed when the bean it was
 * injected into is destroyed; one that was injected as a parameter of an observer method, when that returns.
 */
@Qualifier @Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Queue {
    /**
     * Names the queue, which exists already.
     *
     * @return its name, not blank
     */
    @Nonbinding
    String value();

    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<Queue> implements Queue {
        private static final long serialVersionUID = 1L;

        /** The queue's name. */
        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /**
         * Makes an instance.
         *
         * @param queue the queue's name
         * @return the annotation
         */
        public static Literal of(String queue) {
            return new Literal(queue);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
