package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Broker;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.CarrotEvent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
    private static final int END_SECONDS = 10;

    private final String broker;
    private final BeanManager beans;
    private final ThreadPoolExecutor thread;
    private ConnectionFactory.Observation observation;
    private boolean ended;

    BrokerEvents(String broker, BeanManager beans, ThreadFactory threads) {
        this.broker = broker;
        this.beans = beans;
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(CAPACITY), threads);
        thread.allowCoreThreadTimeOut(true);
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

    /** Called on a thread of the adapter's, which holds back, and bounds, what happens meanwhile. */
    private void tell(BrokerEvent event) {
        try {
            Future<?> told = thread.submit(() -> call(event));
            told.get();
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
            LOG.log(Level.WARNING, label() + "no observer is told: " + event, why);
        }
    }

    private void call(CarrotEvent event) {
        RequestContextController request =
                beans.createInstance().select(RequestContextController.class).get();
        boolean activated = request.activate();
        try {
            beans.getEvent().select(Broker.Literal.of(broker)).fire(event);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, label() + "an observer has failed on " + event, e);
        } finally {
            if (activated) {
                request.deactivate();
            }
        }
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
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, label() + "an observer has not come back within " + END_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Who waits for one that is dropped must not wait for ever.
        thread.shutdownNow().stream()
                .filter(Future.class::isInstance)
                .map(Future.class::cast)
                .forEach(dropped -> dropped.cancel(false));
        if (observed != null) {
            observed.close();
        }
    }
}
