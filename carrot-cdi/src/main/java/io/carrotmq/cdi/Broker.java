package io.carrotmq.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The broker that something belongs to, where there are several:
 *
 * <pre>{@code @Inject @Broker("billing") @Exchange("invoices") Publisher<Invoice> invoices;}</pre>
 *
 * <p>On a publisher, a consumer, a connection factory and whatever else Carrot injects. An injected {@link
 * io.carrotmq.ConsumerSet}, to which the application itself adds queues, has no other qualifier. On a producer of a {@link
 * io.carrotmq.ConnectionFactory} it gives that factory the name; otherwise the name is one that is set as {@code
 * carrot.brokers.<name>.connection-factory}, the factory's name in JNDI, or, where there is no JNDI, {@code
 * carrot.brokers.<name>.uri}. What has no such annotation belongs to the default broker.
 *
 * <p>On an observer method of events it tells which broker's events are observed; without it, those of every broker are.
 */
@Qualifier @Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Broker {
    /**
     * Names the broker.
     *
     * @return its name, made of 1 to 64 letters, digits, {@code -} and {@code _}, and not {@code default}; empty for the default
     *     broker
     */
    String value();

    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<Broker> implements Broker {
        private static final long serialVersionUID = 1L;

        /** The broker's name. */
        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /**
         * Makes an instance.
         *
         * @param broker the broker's name
         * @return the annotation
         */
        public static Literal of(String broker) {
            return new Literal(broker);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
