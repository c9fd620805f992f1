package io.carrotmq.cdi;

import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface that Carrot implements: each abstract method sends a message.
 *
 * <pre>{@code
 * @CarrotClient(exchange = "feed")
 * interface Feeds {
 *     @RoutingKey("importer")
 *     void importFeed(ImportFeed feed);
 *
 *     @RoutingKey("importer.{region}")
 *     CompletionStage<Receipt> importFeed(ImportFeed feed, @Key("region") String region, @Header("tenant") String tenant);
 * }}</pre>
 *
 * <p>Injected by its type, or by that of an interface it extends; {@link jakarta.enterprise.inject.Typed} restricts
 * that. A qualifier of the application's own on the interface is the bean's. All injection points share one instance,
 * whatever scope is written. A bean of a passivating scope injects {@code Instance<Feeds>}. Nothing intercepts its
 * methods.
 *
 * <p>A method that returns {@code void} or {@link io.carrotmq.Receipt} returns when the broker has confirmed the
 * message, or throws, as {@link io.carrotmq.Publisher#send}; one that returns {@code CompletionStage<Receipt>} or {@code
 * CompletableFuture<Receipt>} does not wait, as {@link io.carrotmq.Publisher#sendAsync}; {@link Unconfirmed} on a {@code
 * void} method is {@link io.carrotmq.Publisher#tell}. Exactly one parameter is the body: the one without annotation, or
 * with an encoder qualifier only. The others are {@link Key}, {@link Header}, {@link Ttl}, {@link Priority}, {@link
 * MessageId} and {@link CorrelationId}; one parameter can be several of these. Default methods run as they are; methods
 * of interfaces it extends are its own.
 *
 * <p>An encoder qualifier on the interface, a method or its body parameter says how bodies are written, the nearest one
 * counts; {@link Json} unless one is given. What an annotation says can be set from outside: {@code
 * carrot.clients.<interface>.exchange}, {@code carrot.clients.<interface>.<method>.routingKey} and so on, with the
 * simple name of the interface; what is set for a method holds for all of its name. What is wrong is told at deployment.
 *
 * <p>Safe for use by any number of threads; lives as long as the application, after which a call fails with {@link
 * io.carrotmq.ConfigurationException}.
 */
@Stereotype
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface CarrotClient {
    /**
     * Names the exchange, which exists already.
     *
     * @return its name; empty for the default exchange, whose routing key is a queue's name
     */
    String exchange() default "";

    /**
     * Names the broker.
     *
     * @return its name, see {@link Broker}; empty for the default broker
     */
    String broker() default "";

    /**
     * Says what becomes of messages that no queue takes.
     *
     * @return true: the send fails with {@link io.carrotmq.UnroutableException}; false: the broker drops them
     */
    boolean mandatory() default true;

    /**
     * Says whether messages survive the broker's restart in durable queues.
     *
     * @return whether they do
     */
    boolean persistent() default true;
}
