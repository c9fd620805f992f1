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
 * The exchange an injected {@link io.carrotmq.Publisher} sends to:
 *
 * <pre>{@code @Inject @Exchange("feed") @RoutingKey("importer") Publisher<ImportFeed> feeds;}</pre>
 *
 * <p>A publisher needs this annotation, {@link RoutingKey} or both; a {@link io.carrotmq.Messaging} needs {@link Queue} besides. Without {@code @Exchange} it sends to the broker's
 * default exchange, without {@code @RoutingKey} with an empty key; {@link io.carrotmq.Publisher#to} sets another one
 * per message.
 *
 * <p>Each injection point gets a publisher of its own, in scope {@code @Dependent}. Beans of a passivating scope inject
 * {@code Instance<Publisher<ImportFeed>>}, which can be passivated. To choose the exchange at run time inject
 * {@code @Any Instance<Publisher<ImportFeed>>} and {@code select(Exchange.Literal.of(name))}. Keep what {@code get()}
 * returns: each call makes another publisher, which CDI holds as long as the bean, unless {@code Instance.destroy} ends it. A
 * publisher is closed when the bean it was injected into is destroyed.
 */
@Qualifier @Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Exchange {
    /**
     * Names the exchange, which exists already.
     *
     * @return its name; empty for the default exchange, whose routing key is a queue's name
     */
    @Nonbinding
    String value();

    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<Exchange> implements Exchange {
        private static final long serialVersionUID = 1L;

        /** The exchange's name. */
        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /**
         * Makes an instance.
         *
         * @param exchange the exchange's name; empty for the default exchange
         * @return the annotation
         */
        public static Literal of(String exchange) {
            return new Literal(exchange);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
