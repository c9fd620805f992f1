package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.event.CarrotEvent;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What the consumers of one application share. Safe for use by any number of threads.
 *
 * <p>Threads are asked for one by one and not of a {@code ManagedExecutorService}: the container's default one has as many
 * threads as there are processors and queues without bound what comes on top, so that loops which run as long as the
 * application would keep each other, and everybody else, from running.
 */
public final class Surroundings implements AutoCloseable {
    private static final int IDLE_SECONDS = 5;

    private final BeanManager beans;
    private final boolean contextPerCall;
    private final Function<ConsumerPlan, ConnectionFactory> connections;
    private final ThreadFactory threads;
    private final BiConsumer<CarrotEvent, String> events;
    private final Transacting transacting;
    private final Watchdog watchdog;
    private final ExecutorService workers;

    /**
     * Makes it.
     *
     * @param contextPerCall whether the application can tell the request context of one call from that of another
     * @param connections where a consumer's connections come from
     * @param threads makes the threads that call methods
     * @param events told what happens, with the broker's name
     */
    public Surroundings(
            BeanManager beans,
            boolean contextPerCall,
            Function<ConsumerPlan, ConnectionFactory> connections,
            ThreadFactory threads,
            BiConsumer<CarrotEvent, String> events) {
        this.beans = beans;
        this.contextPerCall = contextPerCall;
        this.connections = connections;
        this.threads = threads;
        this.events = events;
        this.transacting = new Transacting(beans);
        this.watchdog = new Watchdog(threads);
        // What it is given belongs to deliveries, so that there are never more than are sent ahead.
        this.workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    BeanManager beans() {
        return beans;
    }

    /** {@return the request contexts of the calling thread, until they are closed} */
    RequestScope requests() {
        return new RequestScope(beans, contextPerCall);
    }

    ConnectionFactory connections(ConsumerPlan plan) {
        return connections.apply(plan);
    }

    Transacting transacting() {
        return transacting;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    Thread newThread(Runnable work) {
        return threads.newThread(work);
    }

    /** Runs something that may wait, for a delivery. */
    void execute(Runnable task) {
        workers.execute(task);
    }

    void fire(CarrotEvent event, String broker) {
        events.accept(event, broker);
    }

    @Override
    public void close() {
        watchdog.close();
        workers.shutdownNow();
    }
}
