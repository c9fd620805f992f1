package io.carrotmq.cdi;

import io.carrotmq.topology.Topology;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is called with each message of a queue:
 *
 * <pre>{@code
 * @ApplicationScoped
 * class Importer {
 *     @Consume(queue = @QueueDef("feed"), bind = @Bind(exchange = "feed", keys = "importer"), concurrency = 4)
 *     @Retry(max = 5, delay = "1s")
 *     void importFeed(ImportFeed feed) {…}
 * }}</pre>
 *
 * <p>The bean is any managed bean: {@code @ApplicationScoped}, {@code @RequestScoped} (each delivery has a request context of
 * its own), or {@code @Dependent}, of which there is one instance for the consumer. Session beans are refused. The method is
 * not private, static or final; one that overrides a {@code @Consume} method needs the annotation again. Consuming starts after the application is deployed and stops before it is undeployed; a broker that cannot be
 * reached is waited for.
 *
 * <p><strong>Parameters:</strong> at most one body, which has no annotation, or an encoder qualifier that says in which format
 * it must be; and any of {@code Delivery<Body>}, {@link io.carrotmq.Properties}, {@link io.carrotmq.Envelope} and {@link
 * Header}. The body's type may come from {@code Delivery<Body>} alone; without either it is {@code byte[]}, and not looked at.
 * With {@link Batch} there is one parameter, a {@code List} of bodies or of deliveries. What cannot be decoded, or converted into
 * a header's type, goes to the dead letters at once.
 *
 * <p><strong>What becomes of the delivery:</strong> it is acknowledged when the method returns, unless the method has settled it
 * through its {@code Delivery} parameter; has failed when it throws (see {@link Retry}, {@link DeadLetter}); or gets what the
 * method returns as {@link io.carrotmq.Outcome}. Any other value that is returned is a reply, sent to the message's {@code
 * replyTo} with its correlation id (or, without one, its message id) and confirmed before the acknowledgement; null, and a
 * message that asks for no reply, send none. A {@code CompletionStage} of any of these settles the delivery when it
 * completes, on whichever thread; the method's own goes on meanwhile, up to the prefetch count. What the method sends with a
 * publisher, until it returns, is confirmed before that acknowledgement. When nobody takes a reply any more that is logged, and
 * the delivery is acknowledged all the same.
 *
 * <p>The request context of a delivery ends when the method returns, also if it returns a stage. Where the application has
 * neither request-scoped beans nor observers of a request's begin and end, so that nobody could tell, a thread keeps one context
 * for all of its deliveries.
 *
 * <p><strong>Transactions:</strong> for a method with {@code jakarta.transaction.Transactional} of type {@code REQUIRED} a
 * transaction is begun before it is called. It commits if the delivery is to be acknowledged, and rolls back otherwise, whatever was
 * thrown; the delivery is acknowledged after the commit. What the method asks of its {@code Delivery} is remembered and done
 * then, and is of no account if it throws. A stage is waited for, because a transaction belongs to its thread. {@code MANDATORY}
 * is refused; with the other types Carrot begins no transaction. In Java SE without a {@code UserTransaction} the application's
 * own interceptor alone sees to the transaction, by its own rules.
 *
 * <p>Every member, and those of the annotations beside it, can be set from outside: {@code carrot.consumers.<id>.prefetch},
 * {@code carrot.consumers.<id>.retry.delay}, {@code carrot.consumers.<id>.queue} for the queue's name, and so on.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD})
public @interface Consume {
    /**
     * Names a queue that exists already.
     *
     * @return its name; empty if {@link #queue} declares it. A name alone declares nothing
     */
    String value() default "";

    /**
     * Declares the queue, on each connection.
     *
     * @return the queue; without a name if {@link #value} names it, or if the broker is to name it, which takes {@code exclusive =
     *     true}
     */
    QueueDef queue() default @QueueDef;

    /**
     * Declares the queue's bindings.
     *
     * @return the bindings
     */
    Bind[] bind() default {};

    /**
     * Says what happens to the queue and its bindings with each connection.
     *
     * @return declared; or only verified to be there, at deployment already if the broker can be reached then; or neither
     */
    Topology.Mode declare() default Topology.Mode.DECLARE;

    /**
     * Names the consumer: in {@link ConsumerRegistry}, in events and in settings.
     *
     * @return its name, unique in the application, of at most 200 letters, digits, {@code .}, {@code _}, {@code -} and {@code
     *     $}; empty for {@code Class.method}, with the simple name of the bean's class
     */
    String id() default "";

    /**
     * Names the broker.
     *
     * @return its name, see {@link Broker}; empty for the default broker
     */
    String broker() default "";

    /**
     * Bounds how many messages the broker sends ahead.
     *
     * @return the number, 1 to 65535; 0 for twice the concurrency, at least 20, or the size of a {@link Batch}
     */
    int prefetch() default 0;

    /**
     * Says how many messages are handled at the same time.
     *
     * @return the number, 1 to 1000
     */
    int concurrency() default 1;

    /**
     * Says which messages are to be handled in order, one after the other, with a {@link #concurrency} above 1: those with the same
     * key. First deliveries of one key are handled in the order of the queue. A message that has failed comes back after its delay,
     * when later ones of its key may have been handled; but never beside another of its key.
     *
     * <p>Integers are the same key whatever their width. Messages without key, or whose key cannot be read, are one key. With a
     * concurrency of 1 it matters only for methods that return a {@code CompletionStage}. It does not go with {@link Batch}.
     *
     * @return {@code routingKey}, {@code header:name} or {@code body:property} (of a record, a getter or a public field); empty
     *     for any order
     */
    String orderBy() default "";

    /**
     * Bounds how long one call may take, until it returns and what it has sent is confirmed, or until its stage completes. When
     * the time is over the thread is interrupted, or the stage cancelled; the attempt has failed, whatever the method returns,
     * once it has.
     *
     * @return a duration such as {@code 30s}, from a millisecond to a day; empty for no bound
     */
    String timeout() default "";

    /**
     * Bounds how long the end of the application waits for messages that are being handled, those that wait for another of their
     * key included; for all consumers at the same time. After that their threads are interrupted and their stages cancelled. What
     * fails then has not failed: it is given back, as is what is not settled within two more seconds.
     *
     * @return a duration, at most an hour; {@code 0s} does not wait
     */
    String drain() default "10s";

    /**
     * Says whether this consumer is the only one of its queue.
     *
     * @return whether it is; a second one is refused by the broker
     */
    boolean exclusive() default false;

    /**
     * Gives arguments of the consumer, such as {@code x-stream-offset}.
     *
     * @return the arguments
     */
    Argument[] arguments() default {};

    /**
     * Says whether it starts with the application.
     *
     * @return true, or false for {@link ConsumerRegistry} to start it
     */
    boolean autoStart() default true;
}
