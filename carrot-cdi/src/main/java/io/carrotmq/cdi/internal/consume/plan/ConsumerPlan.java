package io.carrotmq.cdi.internal.consume.plan;

import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One {@code @Consume} method, read and checked: everything that is needed to run it.
 *
 * @param id the consumer's name
 * @param method how messages name the method: {@code com.acme.Importer.importFeed}
 * @param broker the broker's name; empty for the default one
 * @param module the class loader of the bean
 * @param queue the queue's name
 * @param options how to consume: prefetch, topology, redelivery, dead letters
 * @param decoder how bodies are decoded
 * @param concurrency how many messages are handled at the same time
 * @param lane what messages have in common that are handled one after the other; null if any two may be handled together
 * @param timeout the bound on one call; zero for none
 * @param drain the bound on the end
 * @param autoStart whether it starts with the application
 * @param batch how many messages are handed over at once; null for one
 * @param retriable whether another attempt may help after an exception
 * @param transacted whether a transaction is begun around each call
 * @param reply how what the method returns is encoded; null if it returns nothing to send
 * @param target the method on its bean
 */
public record ConsumerPlan(
        String id,
        String method,
        String broker,
        ClassLoader module,
        String queue,
        SubscribeOptions options,
        Decoder<?> decoder,
        int concurrency,
        Function<Delivery<?>, Object> lane,
        Duration timeout,
        Duration drain,
        boolean autoStart,
        BatchSize batch,
        Predicate<Throwable> retriable,
        boolean transacted,
        Codec<Object> reply,
        TargetMethod target) {

    /** A batch: at most so many, when the first has waited for so long. */
    public record BatchSize(int max, Duration within) {}
}
