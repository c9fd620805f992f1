package io.carrotmq.cdi.internal.consume;

import io.carrotmq.ConfigurationException;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.UnsupportedException;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.internal.codec.Modules;
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

    /** How long a method that was interrupted has to give up. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How long a thread has to end when there is nothing left to do. */
    private static final Duration END_BOUND = Duration.ofSeconds(5);

    private final ConsumerPlan plan;
    private final Surroundings surroundings;
    private final Consumer<?> consumer;
    private final Handoff handoff;
    private final Handling handling;
    private final Occupancy occupancy = new Occupancy();
    private final ConsumerStatus status;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile TargetMethod.Target target;

    /** How many threads there are that handle, besides the one that takes. For one start at a time. */
    private int handlers;

    /** That of the thread that takes. */
    private RequestScope own;

    /** The connection that deliveries come through now. */
    private volatile long epoch;

    /** Makes one that is not started. */
    ConsumerRun(ConsumerPlan plan, Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
        this.status = new ConsumerStatus(plan, event -> surroundings.fire(event, plan.broker()));
        this.handoff = handoff(plan);
        this.handling = new Handling(plan, surroundings, this::done);
        this.consumer = Consumer.of(surroundings.connections(plan), plan.queue(), plan.decoder(), plan.options());
        consumer.onMessage(this::taken);
        consumer.onChange(status::changed);
    }

    /** {@return null if the thread that takes is the one that handles} */
    private static Handoff handoff(ConsumerPlan plan) {
        if (plan.batch() != null) {
            return new Batches(plan.batch());
        }
        return plan.concurrency() == 1 && plan.lane() == null ? null : new Lanes(plan.concurrency(), plan.lane());
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
        return handling.size();
    }

    /** {@return the bound on its end} */
    Duration drain() {
        return plan.drain();
    }

    @Override
    public void start() {
        if (!status.start()) {
            return;
        }
        try {
            while (handoff != null && handlers < plan.concurrency()) {
                begin(this::handleAll);
                handlers++;
            }
            begin(this::takeAll);
        } catch (RuntimeException e) { // the container gives no threads
            giveUp(e);
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
        if (status.pause()) {
            consumer.pause();
        }
    }

    @Override
    public void resume() {
        if (status.resume()) {
            consumer.resume();
        }
    }

    // The thread that takes

    private void takeAll() {
        try (RequestScope requests = new RequestScope(surroundings.beans())) {
            own = requests;
            Duration pause = FIRST_PAUSE;
            while (!status.isStopped()) {
                Exception failure = take();
                pause = status.hasRun() ? FIRST_PAUSE : pause;
                if (failure == null || status.isStopped()) {
                    continue;
                }
                if (isForGood(failure)) {
                    giveUp(failure);
                    return;
                }
                if (status.failed(failure, false)) {
                    LOG.log(System.Logger.Level.ERROR, Messages.consumerFailed(plan, failure));
                }
                pass(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /** Takes until it is stopped, or somebody has interrupted this thread. {@return what it failed with, or null} */
    private Exception take() {
        try {
            if (target == null) {
                target = plan.target().open(surroundings.beans());
            }
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

    /** Called by the consumer for each delivery. */
    private void taken(Delivery<?> delivery) {
        if (!occupancy.enter(1)) {
            handling.giveBack(List.of(delivery));
            return;
        }
        epoch = delivery.envelope().epoch();
        if (handoff == null) {
            handle(own, Charge.of(delivery));
        } else if (!handOver(delivery)) {
            handling.giveBack(List.of(delivery));
            occupancy.leave(1);
        }
    }

    /** {@return whether somebody else handles it now, or it is settled} */
    private boolean handOver(Delivery<?> delivery) {
        while (true) {
            try {
                return handoff.put(delivery);
            } catch (InterruptedException e) {
                // Nobody of ours interrupts this thread while deliveries are still handled.
                LOG.log(System.Logger.Level.TRACE, "whether to end says the hand-off", e);
            } catch (RuntimeException e) { // the key, which is read from the body
                handling.fail(Charge.of(delivery), e);
                occupancy.leave(1);
                return true;
            }
        }
    }

    // Those that handle

    private void handleAll() {
        try (RequestScope requests = new RequestScope(surroundings.beans())) {
            for (Charge next = next(); next != null; next = next()) {
                try {
                    handle(requests, next);
                } catch (RuntimeException | Error e) { // of Carrot or the container: the method's own never come here
                    LOG.log(System.Logger.Level.ERROR, Messages.handlingBroken(plan, e), e);
                }
            }
        }
    }

    private Charge next() {
        while (true) {
            try {
                return handoff.take();
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.TRACE, "whether to end says the hand-off", e);
            }
        }
    }

    private void handle(RequestScope requests, Charge charge) {
        Charge current = withoutStale(charge);
        if (current.deliveries().isEmpty()) {
            done(current);
            return;
        }
        boolean begun;
        try {
            begun = requests.begin();
        } catch (RuntimeException e) {
            handling.fail(current, e);
            done(current);
            return;
        }
        try {
            handling.call(target, current);
        } finally {
            if (begun) {
                requests.end(plan.id());
            }
        }
    }

    /** What came through an earlier connection comes again, and cannot be settled. */
    private Charge withoutStale(Charge charge) {
        if (charge.deliveries().stream().allMatch(this::isCurrent)) {
            return charge;
        }
        List<Delivery<?>> current =
                charge.deliveries().stream().filter(this::isCurrent).toList();
        occupancy.leave(charge.deliveries().size() - current.size());
        return new Charge(current, charge.key());
    }

    private boolean isCurrent(Delivery<?> delivery) {
        return delivery.envelope().epoch() == epoch;
    }

    private void done(Charge charge) {
        if (handoff != null) {
            handoff.done(charge);
        }
        occupancy.leave(charge.deliveries().size());
    }

    // The end

    /** Stops taking, and waits for what is being handled, within the bound. Does nothing the second time. */
    void stop() {
        if (!status.stop()) {
            return;
        }
        long end = System.nanoTime() + plan.drain().toNanos();
        stopping.countDown();
        occupancy.shut();
        consumer.cancel();
        if (handoff != null) {
            List<Delivery<?>> back = handoff.stop();
            handling.giveBack(back);
            occupancy.leave(back.size());
        }
        try {
            drain(end);
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "stopping takes too long, so what is left goes back", e);
        }
        close();
        awaitThreads();
        closeTarget();
    }

    private void drain(long end) throws InterruptedException {
        if (occupancy.awaitNone(end - System.nanoTime())) {
            return;
        }
        LOG.log(System.Logger.Level.WARNING, Messages.drainExceeded(plan, occupancy.inside()));
        if (handoff != null) {
            handoff.close(); // what waits for its key goes back with the rest
        }
        handling.cutAll(GRACE);
    }

    private void close() {
        if (handoff != null) {
            handoff.close();
        }
        consumer.close();
    }

    private void awaitThreads() {
        boolean stuck = handling.size() > 0; // in the method, so that waiting for longer is no use
        long end = System.nanoTime() + (stuck ? 0 : END_BOUND.toNanos());
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stuck) {
            LOG.log(System.Logger.Level.WARNING, Messages.stillRunning(plan, handling.size()));
        }
    }

    private void closeTarget() {
        try {
            if (target != null) {
                target.close();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, Messages.beanNotReleased(plan, e), e);
        }
    }
}
