package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has what one consumer takes handled: on the thread that takes it, without a hop, where one at a time is handled in the order
 * it comes; otherwise on threads of its own. Safe for use by any number of threads.
 */
final class Dispatch {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    /** How long a method that was interrupted has to give up. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ConsumerPlan plan;
    private final Surroundings surroundings;
    private final Handoff handoff;
    private final Handling handling;

    /** What is handed over and not settled. */
    private final Occupancy occupancy = new Occupancy();

    private volatile TargetMethod.Target target;

    /** How many threads there are that handle, besides the one that takes. For one start at a time. */
    private int handlers;

    /** That of the thread that takes. */
    private RequestScope own;

    /** The connection that deliveries come through now. */
    private volatile long epoch;

    Dispatch(ConsumerPlan plan, Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
        this.handoff = handoff(plan);
        this.handling = new Handling(plan, surroundings, this::done);
    }

    /** {@return null if the thread that takes is the one that handles} */
    private static Handoff handoff(ConsumerPlan plan) {
        if (plan.batch() != null) {
            return new Batches(plan.batch());
        }
        return plan.concurrency() == 1 && plan.lane() == null ? null : new Lanes(plan.concurrency(), plan.lane());
    }

    /** {@return how many deliveries are being handled} */
    int handling() {
        return handling.size();
    }

    /** Begins the threads that are needed besides the one that takes and are not there yet. */
    void start(Consumer<Runnable> threads) {
        while (handoff != null && handlers < plan.concurrency()) {
            threads.accept(this::handleAll);
            handlers++;
        }
    }

    // The thread that takes

    /** Gets the bean. Called by the thread that takes, before it does, with the context for what it handles itself. */
    void open(RequestScope requests) {
        own = requests;
        if (target == null) {
            target = plan.target().open(surroundings.beans());
        }
    }

    /** Called by the consumer for each delivery. */
    void taken(Delivery<?> delivery) {
        if (handoff == null) {
            handle(own, Charge.of(delivery));
            return;
        }
        if (!occupancy.enter(1)) {
            handling.giveBack(List.of(delivery));
            return;
        }
        long now = delivery.envelope().epoch();
        if (epoch != now) {
            epoch = now;
        }
        if (!handOver(delivery)) {
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
            } catch (RuntimeException | Error e) { // the key, which is read from the body
                handling.fail(Charge.of(delivery), e);
                occupancy.leave(1);
                return true;
            }
        }
    }

    // Those that handle

    private void handleAll() {
        try (RequestScope requests = surroundings.requests()) {
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
        } catch (RuntimeException | LinkageError e) {
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
        if (handoff == null || isCurrent(charge)) {
            return charge; // without a hand-off it was taken a moment ago
        }
        List<Delivery<?>> current =
                charge.deliveries().stream().filter(this::isCurrent).toList();
        occupancy.leave(charge.deliveries().size() - current.size());
        return new Charge(current, charge.key());
    }

    private boolean isCurrent(Charge charge) {
        for (Delivery<?> delivery : charge.deliveries()) {
            if (!isCurrent(delivery)) {
                return false;
            }
        }
        return true;
    }

    private boolean isCurrent(Delivery<?> delivery) {
        return delivery.envelope().epoch() == epoch;
    }

    private void done(Charge charge) {
        if (handoff != null) {
            handoff.done(charge);
            occupancy.leave(charge.size());
        }
    }

    // The end

    /** From now on what is taken is given back. */
    void shut() {
        if (handoff == null) {
            handling.shut();
        } else {
            occupancy.shut(); // what is handed over is called still
        }
    }

    /** Gives back what nobody has begun, unless it has a key: then it is handled, or it might come again behind later ones. */
    void giveBackUnbegun() {
        if (handoff != null) {
            List<Delivery<?>> back = handoff.stop();
            handling.giveBack(back);
            occupancy.leave(back.size());
        }
    }

    /**
     * Waits for what is being handled, until the bound; then cuts it short.
     *
     * @throws InterruptedException if somebody cannot wait for so long; it is cut short then, too
     */
    void drain(long end) throws InterruptedException {
        Duration grace = Duration.ZERO;
        try {
            long left = end - System.nanoTime();
            if (handoff == null ? handling.awaitNone(left) : occupancy.awaitNone(left)) {
                return;
            }
            grace = GRACE;
        } finally {
            int unsettled = handoff == null ? handling.size() : occupancy.inside();
            if (unsettled > 0) {
                LOG.log(System.Logger.Level.WARNING, Messages.drainExceeded(plan, unsettled));
                close(); // what waits for its key goes back with the rest
                handling.cutAll(grace);
            }
        }
    }

    /** Ends the threads that handle, once they have. */
    void close() {
        if (handoff != null) {
            handoff.close();
        }
    }

    void closeTarget() {
        try {
            if (target != null) {
                target.close();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, Messages.beanNotReleased(plan, e), e);
        }
    }
}
