package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.spi.DeliveryScope;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * One call of a method, until its deliveries are settled: on the calling thread, or on another where the method has returned a
 * stage. It can be cut short, once.
 */
class Call {
    /** Why a call is cut short. */
    enum Cut {
        /** It has taken too long: the attempt has failed. */
        TIME,
        /** The application ends: if the method gives up, the deliveries go back. */
        END
    }

    /** Each send ends by itself after its factory's confirmTimeoutMillis; this bound only guards against a defect. */
    static final long SENDS_BOUND_MILLIS = 630_000;

    final Handling handling;
    final Charge charge;

    /** The deliveries as the method has them. */
    final List<Delivery<?>> shown;

    // The place among the calls that are under way, guarded by them.
    Call previous;
    Call next;

    // Guarded by this.
    /** The one that is in the method. */
    private Thread thread = Thread.currentThread();

    private CompletionStage<?> stage;
    private Cut cut;
    private boolean over;

    private Future<?> alarm;

    Call(Handling handling, Charge charge) {
        this.handling = handling;
        this.charge = charge;
        this.shown = handling.shown(charge);
    }

    /** {@return how many deliveries it has} */
    int size() {
        return charge.size();
    }

    /** Calls the method, on the thread that has made this. Its interrupt flag and its transaction are nobody else's when this returns. */
    void run(TargetMethod.Target target) {
        ConsumerPlan plan = handling.plan();
        try {
            if (!plan.timeout().isZero()) {
                alarm = handling.watchdog().after(plan.timeout(), () -> cut(Cut.TIME));
            }
        } catch (RuntimeException e) { // there are no threads
            leave();
            conclude(null, e);
            return;
        }
        try {
            work(target);
        } finally {
            Thread.interrupted(); // what the method has left; this thread is not ended by interrupting it
        }
    }

    /** Calls the method and settles its deliveries, now or with the stage it has returned. */
    void work(TargetMethod.Target target) {
        Object returned = null;
        Throwable failure = null;
        CompletionStage<Void> sends = null;
        try (DeliveryScope scope = DeliveryScope.open()) {
            returned = invoke(target);
            if (returned instanceof CompletionStage<?>) {
                sends = scope.confirmed();
            } else {
                failure = scope.awaitSends(SENDS_BOUND_MILLIS);
            }
        } catch (Throwable thrown) {
            failure = thrown;
        }
        if (sends == null) {
            leave();
            conclude(returned, failure);
        } else {
            goOn((CompletionStage<?>) returned, sends);
        }
    }

    final Object invoke(TargetMethod.Target target) throws Throwable {
        return handling.plan().batch() == null ? target.call(shown.get(0)) : target.call(shown);
    }

    // With a stage

    /** The thread is free, and the stage settles. */
    private void goOn(CompletionStage<?> returned, CompletionStage<Void> sends) {
        Cut early;
        synchronized (this) {
            thread = null;
            stage = returned;
            early = cut;
        }
        if (early != null) {
            cancel(returned);
        }
        try {
            returned.whenComplete((value, thrown) -> {
                if (thrown != null) {
                    completed(null, thrown);
                } else {
                    sends.whenComplete((confirmed, failed) -> completed(value, failed));
                }
            });
        } catch (RuntimeException e) { // a stage of somebody else's making
            completed(null, e);
        }
    }

    /** May be called by the stage and by whoever cuts it short: the first counts. */
    private void completed(Object value, Throwable thrown) {
        if (!leave()) {
            return;
        }
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure == null && value != null && handling.replies(charge)) {
            // Not on a thread that might be the one the confirm comes on.
            try {
                handling.elsewhere(() -> concludeLate(value, null));
            } catch (RuntimeException e) { // there are no threads
                concludeLate(null, e);
            }
        } else {
            concludeLate(value, failure);
        }
    }

    /** Whoever completes a stage is told of nothing that happens then. */
    private void concludeLate(Object value, Throwable failure) {
        try {
            conclude(value, failure);
        } catch (RuntimeException | Error e) {
            handling.broken(e);
        }
    }

    private void cancel(CompletionStage<?> late) {
        try {
            late.toCompletableFuture().cancel(true);
        } catch (RuntimeException e) {
            // A stage need not be one that can be cancelled.
        }
        completed(null, new CancellationException());
    }

    // The end

    /** Cuts it short. Does nothing the second time, and nothing when the method is done. */
    void cut(Cut why) {
        CompletionStage<?> late;
        synchronized (this) {
            if (over || cut != null) {
                return;
            }
            cut = why;
            late = stage;
            if (thread != null) {
                thread.interrupt();
            }
        }
        if (late != null) {
            try {
                handling.elsewhere(() -> cancel(late)); // which runs what the application has to do with it
            } catch (RuntimeException e) { // there are no threads
                cancel(late);
            }
        }
    }

    /** From now on it cannot be cut short. {@return false if it could not before} */
    final boolean leave() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            if (thread != null) {
                Thread.interrupted();
            }
            thread = null;
            stage = null;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        return true;
    }

    /** {@return why the attempt has failed, or null if it has not} */
    final Throwable cutShort(Throwable failure) {
        return isOverdue() ? Messages.timedOut(handling.plan(), failure) : failure;
    }

    /** {@return whether it was cut short because it has taken too long; for who has left} */
    final boolean isOverdue() {
        return cut == Cut.TIME;
    }

    private void conclude(Object returned, Throwable thrown) {
        try {
            Throwable failure = cutShort(thrown);
            failure = failure == null ? settle(returned) : failure;
            if (failure != null) {
                fail(failure);
            }
        } finally {
            handling.over(this, charge);
        }
    }

    /** {@return what kept it from that, or null} */
    private Throwable settle(Object returned) {
        try {
            Verdict verdict = Verdict.of(handling.plan(), charge, returned);
            handling.reply(charge, verdict);
            handling.settle(charge, verdict);
            return null;
        } catch (RuntimeException | LinkageError e) {
            return e;
        }
    }

    final void fail(Throwable why) {
        if (cut == Cut.END || handling.isEnding()) {
            handling.giveBack(charge);
        } else {
            handling.fail(charge, why);
        }
    }
}
