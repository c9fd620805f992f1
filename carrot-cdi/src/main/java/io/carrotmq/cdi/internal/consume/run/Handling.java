package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.Outcome;
import io.carrotmq.cdi.internal.codec.Modules;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What the calls of one consumer have in common, and which there are. Safe for use by any number of threads. */
final class Handling {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    private final ConsumerPlan plan;
    private final Surroundings surroundings;
    private final Replies replies;
    private final Settling settling;
    private final Consumer<Charge> done;
    private final Calls calls = new Calls();

    /**
     * Makes one without any calls.
     *
     * @param done called when a charge is settled
     */
    Handling(ConsumerPlan plan, Surroundings surroundings, Consumer<Charge> done) {
        this.plan = plan;
        this.surroundings = surroundings;
        this.replies = plan.reply() == null ? null : new Replies(plan, surroundings.connections(plan));
        this.settling = new Settling(plan);
        this.done = done;
    }

    ConsumerPlan plan() {
        return plan;
    }

    /** {@return what begins a transaction for each call; null for none} */
    Transactions transactions() {
        return plan.transacted() ? surroundings.transacting().transactions() : null;
    }

    Watchdog watchdog() {
        return surroundings.watchdog();
    }

    void elsewhere(Runnable task) {
        surroundings.execute(() -> Modules.within(plan.module(), task));
    }

    // Calls

    /** Calls the method, on this thread. */
    void call(TargetMethod.Target target, Charge charge) {
        Call call = plan.transacted() ? new TransactedCall(this, charge) : new Call(this, charge);
        if (calls.add(call)) {
            call.run(target);
        } else {
            giveBack(charge);
            done.accept(charge);
        }
    }

    void over(Call call, Charge charge) {
        calls.remove(call);
        done.accept(charge);
    }

    /** A call could not be brought to its end, on a thread whose owner would not tell anybody. */
    void broken(Throwable why) {
        LOG.log(System.Logger.Level.ERROR, Messages.handlingBroken(plan, why), why);
    }

    /** {@return how many deliveries are being handled} */
    int size() {
        return calls.deliveries();
    }

    /** {@return whether all are cut short: what fails now fails for that} */
    boolean isEnding() {
        return calls.isEnding();
    }

    /** From now on what it is called with is given back. */
    void shut() {
        calls.shut();
    }

    /** Waits until nothing is being handled, once it is shut. {@return false if something is when the time is over} */
    boolean awaitNone(long nanos) throws InterruptedException {
        return calls.awaitNone(nanos);
    }

    /** Cuts all short, because the application ends, and waits until they are settled. */
    void cutAll(Duration grace) throws InterruptedException {
        calls.cutAll();
        calls.awaitNone(grace.toNanos());
    }

    /** {@return the deliveries as the method gets them} */
    List<Delivery<?>> shown(Charge charge) {
        if (!plan.transacted()) {
            return charge.deliveries();
        }
        return charge.deliveries().stream()
                .<Delivery<?>>map(delivery -> new WishedDelivery(delivery, plan.id()))
                .toList();
    }

    // Replies

    boolean replies(Charge charge) {
        return replies != null && Replies.isWanted(charge.only());
    }

    void reply(Charge charge, Verdict verdict) {
        if (verdict.reply() != null && replies(charge)) {
            replies.send(charge.only(), verdict.reply());
        }
    }

    // What becomes of the deliveries

    void settle(Charge charge, Verdict verdict) {
        for (int i = 0; i < charge.size(); i++) {
            settling.settle(charge.deliveries().get(i), verdict.outcomes().get(i));
        }
    }

    /** All were to be acknowledged, and the transaction has committed. */
    void settleCommitted(Charge charge) {
        charge.deliveries().forEach(delivery -> settling.settle(delivery, Outcome.ack()));
    }

    /**
     * Some were not to be acknowledged, so that the transaction was rolled back. Those that were come again, uncounted: it is
     * the others that the method could not handle.
     */
    void settleRolledBack(Charge charge, List<Delivery<?>> shown, Verdict verdict) {
        for (int i = 0; i < shown.size(); i++) {
            Delivery<?> delivery = charge.deliveries().get(i);
            WishedDelivery wished = (WishedDelivery) shown.get(i);
            Outcome outcome = verdict.outcomes().get(i);
            switch (wished.state()) {
                case RECEIVED ->
                    settling.settle(delivery, outcome.verdict() == Outcome.Verdict.ACK ? Outcome.requeue() : outcome);
                case ACKED -> settling.giveBack(delivery);
                case REJECTED, REQUEUED, FAILED, DEAD_LETTERED -> settling.grant(wished, delivery);
            }
        }
    }

    void fail(Charge charge, Throwable why) {
        charge.deliveries().forEach(delivery -> settling.fail(delivery, why));
    }

    void giveBack(Charge charge) {
        charge.deliveries().forEach(settling::giveBack);
    }

    void giveBack(List<Delivery<?>> deliveries) {
        deliveries.forEach(settling::giveBack);
    }
}
