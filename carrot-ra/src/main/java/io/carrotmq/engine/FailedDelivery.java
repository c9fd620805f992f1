package io.carrotmq.engine;

import io.carrotmq.event.DeadLettered;
import io.carrotmq.transport.IncomingMessage;
import java.time.Instant;

/**
 * A message that has failed and that its channel still holds, until it is settled. Its stage is guarded by the lock of the
 * {@link FailedDeliveries}; the rest belongs to whoever has it at that stage, and passes on with it.
 */
final class FailedDelivery {
    /** Where it is. */
    enum Stage {
        /** With its consumer, until its delay is over. */
        WAITING,
        /** With the application again. */
        HANDED_OUT,
        /** Being published. */
        MOVING,
        /** It could not be put among the dead letters, which is tried again later. */
        STRANDED
    }

    final QueueConsumer consumer;
    final Fingerprint fingerprint;
    final Instant first;

    /** How it is held now. */
    ChannelDelivery delivery;

    int failures;
    Instant last;
    Stage stage = Stage.HANDED_OUT;

    /** When its delay is over; when it failed if it does not wait. */
    long due;

    /** Why it goes to the dead letters, or null if it is to be attempted again. */
    DeadLetterCause deadLetter;

    /** How often it could not be put among the dead letters. */
    int strandings;

    /** What was remembered of it when its channel ended, or null. */
    RememberedFailures.Entry remembered;

    FailedDelivery(QueueConsumer consumer, Fingerprint fingerprint, ChannelDelivery delivery, Instant first) {
        this.consumer = consumer;
        this.fingerprint = fingerprint;
        this.delivery = delivery;
        this.first = first;
    }

    /** One that comes again. */
    FailedDelivery(QueueConsumer consumer, Fingerprint fingerprint, RememberedFailures.Entry entry) {
        this(consumer, fingerprint, null, entry.first());
        this.failures = entry.failures();
        this.last = entry.last();
        this.due = entry.due();
        this.deadLetter = entry.deadLetter();
    }

    FailurePolicy policy() {
        return consumer.policy;
    }

    RememberedFailures.Entry entry() {
        return new RememberedFailures.Entry(
                failures, first, last, due, deadLetter == null ? null : deadLetter.withoutStackTrace());
    }

    /** {@return what observers are told once it is among the dead letters} */
    DeadLettered deadLettered(String connection) {
        IncomingMessage came = delivery.message();
        return new DeadLettered(
                connection,
                consumer.queue,
                policy().deadLetterExchange(),
                policy().deadLetterKey(came),
                deadLetter.reason(),
                deadLetter.exception(),
                failures,
                came.properties());
    }

    FailedMessage message() {
        return new FailedMessage(consumer.queue, delivery.message(), failures, first, last);
    }
}
