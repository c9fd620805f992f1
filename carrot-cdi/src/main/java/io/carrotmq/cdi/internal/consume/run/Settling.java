package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.MessageStateException;
import io.carrotmq.Outcome;
import io.carrotmq.UnsupportedException;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;

/** Settles what a method has left unsettled. Safe for use by any number of threads. */
final class Settling {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    private final ConsumerPlan plan;
    private final FailureLog log;

    Settling(ConsumerPlan plan) {
        this.plan = plan;
        this.log = new FailureLog(plan);
    }

    void settle(Delivery<?> delivery, Outcome outcome) {
        settle(delivery, () -> {
            switch (outcome.verdict()) {
                case ACK -> delivery.ack();
                case REQUEUE -> delivery.requeue();
                case REJECT -> reject(delivery);
                case RETRY -> failNow(delivery, Messages.retryAsked(plan.id(), outcome.reason()), true);
                case DEAD_LETTER -> failNow(delivery, Messages.deadLetterAsked(plan.id(), outcome.reason()), false);
            }
        });
    }

    /** A broker that cannot let go of a message would have it come again for ever. */
    private void reject(Delivery<?> delivery) {
        try {
            delivery.reject();
        } catch (UnsupportedException e) {
            failNow(delivery, e, false);
        }
    }

    /** The method has thrown, or was cut short. */
    void fail(Delivery<?> delivery, Throwable why) {
        if (delivery.state() == Delivery.State.RECEIVED) {
            settle(delivery, () -> failNow(delivery, why, isRetriable(why)));
        } else {
            log.failed(delivery, why);
        }
    }

    private boolean isRetriable(Throwable why) {
        try {
            return plan.retriable().test(why);
        } catch (RuntimeException e) {
            why.addSuppressed(e);
            return true;
        }
    }

    private void failNow(Delivery<?> delivery, Throwable why, boolean again) {
        if (again) {
            delivery.fail(why);
        } else {
            delivery.deadLetter(why);
        }
        log.failed(delivery, why);
    }

    /** It comes again, as if it had not come. */
    void giveBack(Delivery<?> delivery) {
        settle(delivery, delivery::requeue);
    }

    /** Does what the method has asked for. */
    void grant(WishedDelivery wished, Delivery<?> delivery) {
        settle(delivery, () -> {
            if (wished.state() == Delivery.State.REJECTED) {
                reject(delivery);
            } else {
                wished.grant();
            }
        });
    }

    private static void settle(Delivery<?> delivery, Runnable how) {
        if (delivery.state() != Delivery.State.RECEIVED) {
            return;
        }
        try {
            how.run();
        } catch (MessageStateException settledMeanwhile) {
            LOG.log(System.Logger.Level.DEBUG, "a method's other thread has settled the delivery", settledMeanwhile);
        }
    }
}
