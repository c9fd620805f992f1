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
 * The routing key an injected {@link io.carrotmq.Publisher} sends with. Alone, without {@link Exchange}, it means the
 * broker's default exchange, so that the key is a queue's name:
 *
 * <pre>{@code @Inject @RoutingKey("invoices") Publisher<Invoice> invoices;   // straight into the queue "invoices"}</pre>
 */
@Qualifier @Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface RoutingKey {
    /**
     * Gives the routing key.
     *
     * @return the key, possibly empty
     */
    @Nonbinding
    String value();

    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<RoutingKey> implements RoutingKey {
        private static final long serialVersionUID = 1L;

        /** The routing key. */
        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /**
         * Makes an instance.
         *
         * @param routingKey the routing key, possibly empty
         * @return the annotation
         */
        public static Literal of(String routingKey) {
            return new Literal(routingKey);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
