package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.CarrotException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Consumer;
import io.carrotmq.UnsupportedException;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.internal.codec.Modules;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One consumer of the application: a thread that takes deliveries, and those that handle them if it does not do so itself. Safe
 * for use by any number of threads.
 */
final class ConsumerRun implements ConsumerRegistry.RunningConsumer {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** How long a thread has to end when there is nothing left to do. */
    private static final Duration END_BOUND = Duration.ofSeconds(5);

    private final ConsumerPlan plan;
    private final Surroundings surroundings;
    private final Consumer<?> consumer;
    private final Dispatch dispatch;
    private final ConsumerStatus status;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** Held while somebody pauses or resumes, which asks the broker: what was asked for last is what it does in the end. */
    private final Object control = new Object();

    /** Held while it starts, and not started after its end. */
    private final Object beginning = new Object();

    /** Makes one that is not started. */
    ConsumerRun(ConsumerPlan plan, Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
        this.status = new ConsumerStatus(plan, event -> surroundings.fire(event, plan.broker()));
        this.dispatch = new Dispatch(plan, surroundings);
        this.consumer = Consumer.of(surroundings.connections(plan), plan.queue(), plan.decoder(), plan.options());
        consumer.onMessage(dispatch::taken);
        consumer.onChange(status::changed);
    }

    // What the registry shows

    @Override
    public String id() {
        return plan.id();
    }

    @Override
    public String queue() {
        return plan.queue();
    }

    @Override
    public ConsumerRegistry.State state() {
        return status.state();
    }

    @Override
    public int handling() {
        return dispatch.handling();
    }

    /** {@return the bound on its end} */
    Duration drain() {
        return plan.drain();
    }

    @Override
    public void start() {
        synchronized (beginning) {
            if (!status.start()) {
                return;
            }
            try {
                dispatch.start(this::begin);
                begin(this::takeAll);
            } catch (RuntimeException e) { // the container gives no threads
                giveUp(e);
            } catch (OutOfMemoryError e) { // the operating system gives none
                giveUp(new IllegalStateException(e));
            }
        }
    }

    private void begin(Runnable work) {
        Thread thread = surroundings.newThread(() -> {
            Modules.enter(plan.module());
            work.run();
        });
        threads.removeIf(last -> last.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        thread.start();
    }

    @Override
    public void pause() {
        synchronized (control) {
            if (status.pause()) {
                consumer.pause();
            }
        }
    }

    @Override
    public void resume() {
        synchronized (control) {
            if (status.resume()) {
                consumer.resume();
            }
        }
    }

    // The thread that takes

    private void takeAll() {
        try (RequestScope requests = surroundings.requests()) {
            Duration pause = FIRST_PAUSE;
            while (!status.isStopped()) {
                Exception failure = take(requests);
                pause = status.hasRun() ? FIRST_PAUSE : pause;
                if (failure == null || status.isStopped()) {
                    continue;
                }
                if (isForGood(failure)) {
                    giveUp(failure);
                    return;
                }
                if (status.failed(failure, false)) {
                    // What Carrot throws says all in one line; what a bean throws when it is made does not.
                    Exception trace = failure instanceof CarrotException ? null : failure;
                    LOG.log(System.Logger.Level.ERROR, Messages.consumerFailed(plan, failure), trace);
                }
                pass(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /** Takes until it is stopped, or somebody has interrupted this thread. {@return what it failed with, or null} */
    private Exception take(RequestScope requests) {
        try {
            dispatch.open(requests);
            consumer.consume();
            return null;
        } catch (RuntimeException e) {
            return e;
        } catch (Error e) { // of Carrot or the container: the method's own never come here
            return new IllegalStateException(e);
        } finally {
            Thread.interrupted();
        }
    }

    /** What no time can heal: the broker cannot do what the method wants, or it wants what makes no sense. */
    private boolean isForGood(Exception failure) {
        if (failure instanceof ConfigurationException) {
            try {
                surroundings.connections(plan).connect().close();
                return true;
            } catch (ConfigurationException absent) {
                return false; // it was the connection factory, and that may yet be deployed
            } catch (RuntimeException e) {
                return false;
            }
        }
        return failure instanceof UnsupportedException;
    }

    private void giveUp(Exception why) {
        if (status.failed(why, true)) {
            LOG.log(System.Logger.Level.ERROR, Messages.consumerGaveUp(plan, why), why);
        }
    }

    private void pass(Duration pause) {
        try {
            boolean stopped = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            assert !stopped || status.isStopped();
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.TRACE, "whether to end is the loop's condition", e);
        }
    }

    // The end

    /** Stops taking, and waits for what is being handled, within the bound. Does nothing the second time. */
    void stop() {
        synchronized (beginning) {
            if (!status.stop()) {
                return;
            }
        }
        Modules.enter(plan.module());
        long end = System.nanoTime() + plan.drain().toNanos();
        stopping.countDown();
        dispatch.shut();
        consumer.cancel();
        dispatch.giveBackUnbegun();
        try {
            dispatch.drain(end);
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "stopping takes too long, so that what is left goes back", e);
        }
        dispatch.close();
        consumer.close();
        awaitThreads();
        dispatch.closeTarget();
    }

    private void awaitThreads() {
        boolean stuck = dispatch.handling() > 0; // in the method, so that waiting for longer is no use
        long end = System.nanoTime() + (stuck ? 0 : END_BOUND.toNanos());
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stuck) {
            LOG.log(System.Logger.Level.WARNING, Messages.stillRunning(plan, dispatch.handling()));
        }
    }
}
