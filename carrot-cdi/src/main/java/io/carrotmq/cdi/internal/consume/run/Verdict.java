package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.Outcome;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import java.util.Collections;
import java.util.List;

/**
 * What a method that has returned wants to become of its deliveries.
 *
 * @param outcomes one for each delivery, in their order
 * @param reply what to answer; null for nothing
 */
record Verdict(List<Outcome> outcomes, Object reply) {
    private static final Verdict ONE_ACKNOWLEDGED = new Verdict(List.of(Outcome.ack()), null);

    /**
     * Reads what a method has returned, or its stage completed with.
     *
     * @throws io.carrotmq.ConsumeException if it is a list that does not fit the batch
     */
    static Verdict of(ConsumerPlan plan, Charge charge, Object returned) {
        int size = charge.deliveries().size();
        if (returned instanceof Outcome outcome) {
            return new Verdict(Collections.nCopies(size, outcome), null);
        }
        if (plan.batch() != null && returned instanceof List<?> list) {
            return new Verdict(outcomes(plan, size, list), null);
        }
        if (size == 1 && (returned == null || plan.reply() == null)) {
            return ONE_ACKNOWLEDGED;
        }
        return new Verdict(Collections.nCopies(size, Outcome.ack()), plan.reply() == null ? null : returned);
    }

    private static List<Outcome> outcomes(ConsumerPlan plan, int size, List<?> list) {
        if (list.size() != size) {
            throw Messages.unfitOutcomes(plan.id(), list.size(), size);
        }
        return list.stream()
                .map(each -> each == null ? Outcome.ack() : (Outcome) each)
                .toList();
    }

    /**
     * Tells whether all is done.
     *
     * @param deliveries as the method has them, which it may have settled
     */
    boolean acknowledgesAll(List<Delivery<?>> deliveries) {
        for (int i = 0; i < outcomes.size(); i++) {
            Delivery.State state = deliveries.get(i).state();
            boolean acked = state == Delivery.State.ACKED
                    || state == Delivery.State.RECEIVED && outcomes.get(i).verdict() == Outcome.Verdict.ACK;
            if (!acked) {
                return false;
            }
        }
        return true;
    }
}
