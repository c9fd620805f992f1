package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.MessageStateException;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import java.util.Collection;

/** Every error text about running methods that consume, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException noTransactions(ConsumerPlan plan) {
        return new ConfigurationException(
                "CARROT-0375",
                place(plan)
                        + "@Transactional is on the method, and nothing here implements it: there is no UserTransaction,"
                        + " as a bean or in JNDI, and no interceptor; remove it, or deploy where there are transactions",
                null);
    }

    static ConfigurationException noSuchConsumer(String id, Collection<String> ids) {
        return new ConfigurationException(
                "CARROT-0376",
                "[" + id + "] there is no consumer of that name; there are " + ids + "; use one of them",
                null);
    }

    static String attemptFailed(ConsumerPlan plan, Delivery<?> delivery, Throwable why) {
        Envelope from = delivery.envelope();
        return "CARROT-0377" + " " + place(plan) + "attempt " + from.attempt() + " to handle " + message(from)
                + " failed: " + said(why) + "; " + fate(plan, delivery);
    }

    private static String fate(ConsumerPlan plan, Delivery<?> delivery) {
        return switch (delivery.state()) {
            case FAILED ->
                delivery.envelope().attempt() < plan.options().redelivery().maxAttempts()
                        ? "it comes again, as @Retry says"
                        : "it was the last, and the message goes to the dead letters";
            case DEAD_LETTERED -> "no other would help, and the message goes to the dead letters";
            default -> "the method had settled it before (" + delivery.state() + ") and it does not come again";
        };
    }

    static ConsumeException timedOut(ConsumerPlan plan, Throwable thrown) {
        return new ConsumeException(
                "CARROT-0378",
                place(plan) + "the method has taken longer than "
                        + plan.timeout().toMillis() + " ms and was interrupted; make it faster, or raise its timeout",
                thrown);
    }

    static ConsumeException retryAsked(String consumer, String reason) {
        return new ConsumeException(
                "CARROT-0379", "[" + consumer + "] the method asks for another attempt: " + given(reason), null);
    }

    static ConsumeException deadLetterAsked(String consumer, String reason) {
        return new ConsumeException(
                "CARROT-0380", "[" + consumer + "] the method asks for the dead letters: " + given(reason), null);
    }

    static ConsumeException unfitOutcomes(String consumer, int outcomes, int size) {
        return new ConsumeException(
                "CARROT-0381",
                "[" + consumer + "] the method has returned " + outcomes + " outcomes for a batch of " + size
                        + ", so that none counts; return one for each message, in their order",
                null);
    }

    static String consumerFailed(ConsumerPlan plan, Exception why) {
        return "CARROT-0382" + " " + place(plan) + "cannot consume from '" + plan.queue() + "': " + said(why)
                + "; it tries again by itself, every 30 seconds in the end, and further failures are not reported";
    }

    static String consumerGaveUp(ConsumerPlan plan, Exception why) {
        return "CARROT-0383" + " " + place(plan) + "cannot consume from '" + plan.queue() + "', and has given up: "
                + said(why)
                + "; when that is corrected start it in the ConsumerRegistry, or deploy the application again";
    }

    static String requesterGone(String consumer, Envelope from, Exception why) {
        return "CARROT-0384" + " [" + consumer + "] the answer to " + message(from)
                + " was dropped: nobody waits for it any more (" + said(why) + ")";
    }

    static String drainExceeded(ConsumerPlan plan, int count) {
        return "CARROT-0385" + " " + place(plan) + "the application ends, and after "
                + plan.drain().toMillis() + " ms " + count
                + " messages are still being handled: their threads are interrupted, and what is not settled goes back;"
                + " make the method faster, or raise its drain";
    }

    static String stillRunning(ConsumerPlan plan, int count) {
        return "CARROT-0386" + " " + place(plan) + "the application has ended and the method still handles " + count
                + " messages, which come again: it does not heed Thread.interrupt(); have it do so";
    }

    static MessageStateException settledBefore(
            String consumer, Envelope from, Delivery.State state, Delivery.State wanted) {
        return new MessageStateException(
                "CARROT-0387",
                "[" + consumer + "] " + message(from) + " shall become " + state
                        + " already when the transaction has ended, and" + " cannot become " + wanted
                        + "; settle each message once",
                null);
    }

    static String beanNotReleased(ConsumerPlan plan, Exception why) {
        return "CARROT-0388" + " " + place(plan) + "its bean could not be given back: " + said(why)
                + "; look at its @PreDestroy";
    }

    static String contextNotEnded(String consumer, Exception why) {
        return "CARROT-0389" + " [" + consumer + "] the request context of a call could not be ended: " + said(why)
                + "; look at the @PreDestroy of request scoped beans";
    }

    static String handlingBroken(ConsumerPlan plan, Throwable why) {
        return "CARROT-0390" + " " + place(plan) + "a message could not be settled: " + said(why)
                + "; it comes again when its connection ends; report this with the stack trace";
    }

    /** Which message it is, for people. */
    private static String message(Envelope from) {
        return "message " + from.deliveryTag() + " from exchange '" + from.exchange() + "' with routing key '"
                + from.routingKey() + "'";
    }

    private static String place(ConsumerPlan plan) {
        return "[" + plan.id() + (plan.method().endsWith(plan.id()) ? "" : ", " + plan.method()) + "] ";
    }

    private static String given(String reason) {
        return reason.isEmpty() ? "it gives no reason" : reason;
    }

    /** An exception of an application may fail at anything it is asked. */
    private static String said(Throwable why) {
        try {
            return why.toString();
        } catch (RuntimeException e) {
            return why.getClass().getName();
        }
    }
}
