package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A plan made by hand, with what a method says changed one by one. */
final class Plans {
    private static final Codecs CODECS = Codecs.of(Plans.class.getClassLoader());

    /** A method that is called with one delivery. */
    @FunctionalInterface
    interface Single {
        Object call(Delivery<String> delivery) throws Throwable;
    }

    /** A method that is called with a batch. */
    @FunctionalInterface
    interface Several {
        Object call(List<? extends Delivery<?>> batch) throws Throwable;
    }

    private final String queue;
    private SubscribeOptions options;
    private int concurrency = 1;
    private Function<Delivery<?>, Object> lane;
    private Duration timeout = Duration.ZERO;
    private Duration drain = Duration.ofSeconds(20);
    private boolean autoStart = true;
    private ConsumerPlan.BatchSize batch;
    private Predicate<Throwable> retriable = why -> true;
    private boolean transacted;
    private ClassLoader module = Plans.class.getClassLoader();
    private TargetMethod target;

    private Plans(String queue) {
        this.queue = queue;
        this.options = SubscribeOptions.DEFAULT.redelivery(Redelivery.DEFAULT
                .mode(Redelivery.Mode.IN_PLACE)
                .delays(Duration.ofMillis(20), 1, Duration.ofMillis(20)));
    }

    static Plans of(String queue) {
        return new Plans(queue);
    }

    Plans options(Function<SubscribeOptions, SubscribeOptions> change) {
        options = change.apply(options);
        return this;
    }

    Plans prefetch(int count) {
        return options(before -> before.prefetch(count));
    }

    Plans concurrency(int count) {
        concurrency = count;
        return this;
    }

    Plans orderBy(Function<Delivery<?>, Object> key) {
        lane = key;
        return this;
    }

    Plans timeout(Duration bound) {
        timeout = bound;
        return this;
    }

    Plans drain(Duration bound) {
        drain = bound;
        return this;
    }

    Plans startedByHand() {
        autoStart = false;
        return this;
    }

    Plans retriable(Predicate<Throwable> which) {
        retriable = which;
        return this;
    }

    Plans module(ClassLoader loader) {
        module = loader;
        return this;
    }

    Plans transacted() {
        transacted = true;
        return this;
    }

    Plans target(TargetMethod method) {
        target = method;
        return this;
    }

    ConsumerPlan calls(Single method) {
        return target == null ? target(new Handmade(method, null)).plan() : plan();
    }

    ConsumerPlan calls(int max, Duration within, Several method) {
        batch = new ConsumerPlan.BatchSize(max, within);
        return target(new Handmade(null, method)).plan();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    ConsumerPlan plan() {
        return new ConsumerPlan(
                queue,
                "com.acme.Shop." + queue,
                "",
                module,
                queue,
                options,
                CODECS.decoder(String.class, "text/plain"),
                concurrency,
                lane,
                timeout,
                drain,
                autoStart,
                batch,
                retriable,
                transacted,
                (Codec) CODECS.codec("text/plain", String.class),
                target);
    }

    private record Handmade(Single single, Several several) implements TargetMethod, TargetMethod.Target {
        @Override
        public Target open(BeanManager beans) {
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object call(Delivery<?> delivery) throws Throwable {
            return single.call((Delivery<String>) delivery);
        }

        @Override
        public Object call(List<? extends Delivery<?>> deliveries) throws Throwable {
            return several.call(deliveries);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
