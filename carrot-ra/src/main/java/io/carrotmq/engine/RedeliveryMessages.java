package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Redelivery;
import io.carrotmq.UnsupportedException;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** The engine's texts about messages that have failed. They name exceptions by their class: what those say may quote bodies. */
final class RedeliveryMessages {
    private RedeliveryMessages() {}

    static UnsupportedException unsupported(
            String queue, Redelivery.Mode mode, Capability capability, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0724",
                "[" + queue + "] messages that fail shall wait by " + mode + ", and " + name(broker)
                        + " does not have " + capability.description()
                        + "; choose another mode, such as AUTO, or use a broker that has it",
                capability);
    }

    static UnsupportedException brokerKeepsRejected(String queue, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0725",
                "[" + queue + "] dead letters shall be moved by " + name(broker)
                        + ", which would keep a rejected message in its queue and deliver it again; let Carrot move them",
                Capability.REJECT);
    }

    static UnsupportedException deadLettersMightVanish(String queue, String exchange, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0645",
                "[" + queue + "] dead letters shall go to exchange '" + exchange + "', and " + name(broker)
                        + " drops what no queue takes without a word; let them go to a queue",
                Capability.MANDATORY);
    }

    static ConfigurationException roundAndRound(String queue) {
        return new ConfigurationException(
                "CARROT-0732",
                "[" + queue
                        + "] dead letters of the queue shall go to the queue itself, from where they would come again "
                        + "for ever; name another queue",
                null);
    }

    private static String name(BrokerInfo broker) {
        return (broker.product() + " " + broker.version()).trim() + " at " + broker.address();
    }

    static CancellationException comesAgain() {
        return new CancellationException("its channel has ended, so that the broker delivers it again");
    }

    static String retryFailed(String queue, String delayQueue, Duration delay) {
        return "CARROT-0726 [" + queue + "] a message that failed could not be put into '" + delayQueue
                + "' and waits with its consumer for " + delay.toMillis()
                + " ms instead; the cause follows. See that the queue can be declared and takes messages. "
                + "Told once in a while";
    }

    static String parkingFailed(String queue, String target, Duration delay) {
        return "CARROT-0727 [" + queue + "] a message could not be put among the dead letters (" + target
                + "); the cause follows. It stays unsettled and is not handled again, the next try is in "
                + delay.toMillis() + " ms. See that the queue or exchange exists and takes messages. "
                + "Told once in a while";
    }

    static String dropped(String queue, int attempts) {
        return "CARROT-0728 [" + queue + "] a message is rejected after " + attempts
                + " attempts: the queue's name is the broker's, so that it has no dead-letter queue; unless it was "
                + "declared with a dead-letter exchange, the message is gone. Say where dead letters go";
    }

    static String lost(String queue, String target) {
        return "CARROT-0729 [" + queue + "] a message that was acknowledged before it was looked at could not be put "
                + "among the dead letters (" + target + ") and is lost; the cause follows, once in a while. Let the "
                + "application acknowledge if that must not happen";
    }

    static String acknowledgedBefore(String queue) {
        return "CARROT-0730 [" + queue + "] a message was acknowledged before it was looked at, so that the broker "
                + "cannot move it to the dead letters any more, and it is lost; let Carrot move them, or let the "
                + "application acknowledge";
    }

    static String parked(String queue, String reason, int attempts, String exception, String target) {
        return "CARROT-0731 [" + queue + "] a message went to the dead letters (" + target + "): " + reason + " after "
                + attempts + " attempts" + (exception == null ? "" : ", the last with " + exception)
                + "; look at it there";
    }
}
