package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Broker;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.CarrotEvent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The events of one broker, fired one at a time in their order. Its thread is one of the container's where there are any, and
 * lives as long as there is something to tell.
 */
final class BrokerEvents {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");
    private static final int CAPACITY = 1_000;
    private static final int IDLE_SECONDS = 10;
    private static final Duration END = Duration.ofSeconds(10);

    private final String broker;
    private final BeanManager beans;
    private final ThreadPoolExecutor thread;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Duration bound;
    private volatile ConnectionFactory.Observation observation;
    private boolean ended;

    BrokerEvents(String broker, BeanManager beans, ThreadFactory threads) {
        this(broker, beans, threads, END);
    }

    /** @param bound how long the end waits for the observer that is being called */
    BrokerEvents(String broker, BeanManager beans, ThreadFactory threads, Duration bound) {
        this.broker = broker;
        this.beans = beans;
        this.bound = bound;
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(CAPACITY), threads);
        thread.allowCoreThreadTimeOut(true);
    }

    boolean isObserving() {
        return observation != null;
    }

    /** Does nothing if the broker is being observed. What goes wrong must not fail what the factory was looked for. */
    synchronized void observe(ConnectionFactory factory) {
        if (observation == null && !ended) {
            try {
                observation = factory.observe(this::tell);
            } catch (RuntimeException e) {
                observation = () -> {};
                LOG.log(Level.ERROR, label() + "observers are not told what happens: the broker cannot be observed", e);
            }
        }
    }

    /**
     * Called on a thread of the adapter's, which holds back, and bounds, what happens meanwhile. It gets its thread back with
     * the end of the application at the latest, even from an observer that hangs.
     */
    private void tell(BrokerEvent event) {
        try {
            CompletableFuture<Void> told = CompletableFuture.runAsync(() -> call(event), thread);
            CompletableFuture.anyOf(told, over).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RejectedExecutionException | IllegalStateException e) {
            lost(event, e);
        }
    }

    void fire(CarrotEvent event) {
        try {
            thread.execute(() -> call(event));
        } catch (RejectedExecutionException | IllegalStateException e) {
            lost(event, e);
        }
    }

    private void lost(CarrotEvent event, Exception why) {
        if (!thread.isShutdown()) {
            LOG.log(Level.WARNING, label() + "no observer is told of " + kind(event), why);
        }
    }

    private void call(CarrotEvent event) {
        try {
            RequestContextController request = beans.createInstance()
                    .select(RequestContextController.class)
                    .get();
            boolean activated = request.activate();
            try {
                beans.getEvent().select(Broker.Literal.of(broker)).fire(event);
            } finally {
                if (activated) {
                    request.deactivate();
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, label() + "an observer has failed on " + kind(event), e);
        }
    }

    /** Without what is in it: headers may be secret. */
    private static String kind(CarrotEvent event) {
        return event.getClass().getSimpleName();
    }

    private String label() {
        return "[" + (broker.isEmpty() ? "default broker" : "broker " + broker) + "] ";
    }

    /** Waits for the observer that is being called, within a bound. */
    void end() {
        ConnectionFactory.Observation observed;
        synchronized (this) {
            ended = true;
            observed = observation;
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, label() + "an observer has not come back within " + bound.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        over.complete(null);
        if (observed != null) {
            observed.close();
        }
    }
}
