package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.DeadLettering;
import io.carrotmq.Redelivery;
import io.carrotmq.cdi.DeadLetter;
import io.carrotmq.cdi.Retry;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Reads what becomes of messages that a method fails on. */
final class FailureReader {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Place place;

    FailureReader(Place place) {
        this.place = place;
    }

    Redelivery redelivery(Retry retry) {
        Duration delay = place.duration("@Retry.delay", retry.delay(), Duration.ZERO, LONGEST)
                .orElse(Duration.ZERO);
        Duration longest = place.duration("@Retry.maxDelay", retry.maxDelay(), Duration.ZERO, LONGEST)
                .orElse(LONGEST);
        try {
            return new Redelivery(retry.max(), delay, retry.multiplier(), longest, retry.jitter(), retry.mode());
        } catch (ConfigurationException e) {
            place.add(Messages.refused(place.name(), "@Retry", e));
            return Redelivery.DEFAULT;
        }
    }

    /** Whether another attempt may help. What is wrong with the message itself stays wrong. */
    Predicate<Throwable> retriable(Retry retry) {
        List<Class<? extends Throwable>> on = List.of(retry.on());
        List<Class<? extends Throwable>> abortOn = List.of(retry.abortOn());
        abortOn.stream()
                .filter(on::contains)
                .forEach(both -> place.add(Messages.contradiction(
                        place.name(),
                        "@Retry names " + both.getName() + " in on and in abortOn",
                        "keep it in one of them")));
        return thrown -> on.stream().anyMatch(type -> type.isInstance(thrown))
                && abortOn.stream().noneMatch(type -> type.isInstance(thrown))
                && !Messages.isUnfitHeader(thrown);
    }

    DeadLettering deadLettering(DeadLetter deadLetter, String queue) {
        place.name("@DeadLetter.queue", deadLetter.queue());
        place.name("@DeadLetter.exchange", deadLetter.exchange());
        place.name("@DeadLetter.routingKey", deadLetter.routingKey());
        checkTogether(deadLetter);
        if (!queue.isEmpty() && deadLetter.queue().equals(queue)) {
            place.add(Messages.contradiction(
                    place.name(),
                    "@DeadLetter names the queue that is consumed from, '" + queue + "'",
                    "name another queue, or leave it away for '" + queue + DeadLettering.SUFFIX + "'"));
        }
        if (deadLetter.byBroker()) {
            return DeadLettering.BY_BROKER;
        }
        DeadLettering where = DeadLettering.DEFAULT;
        if (!deadLetter.queue().isEmpty()) {
            where = DeadLettering.toQueue(deadLetter.queue());
        } else if (!deadLetter.exchange().isEmpty()) {
            where = DeadLettering.toExchange(
                    deadLetter.exchange(), deadLetter.routingKey().isEmpty() ? null : deadLetter.routingKey());
        }
        return deadLetter.stackTrace() ? where.withStackTrace() : where;
    }

    private void checkTogether(DeadLetter deadLetter) {
        boolean queue = !deadLetter.queue().isEmpty();
        boolean exchange = !deadLetter.exchange().isEmpty();
        boolean key = !deadLetter.routingKey().isEmpty();
        if (queue && exchange) {
            place.add(Messages.contradiction(
                    place.name(),
                    "@DeadLetter names queue '" + deadLetter.queue() + "' and exchange '" + deadLetter.exchange() + "'",
                    "keep one of them"));
        }
        if (key && !exchange) {
            place.add(Messages.contradiction(
                    place.name(),
                    "@DeadLetter has routingKey '" + deadLetter.routingKey() + "' and no exchange",
                    "name the exchange, or use queue"));
        }
        if (deadLetter.byBroker() && (queue || exchange || key || deadLetter.stackTrace())) {
            place.add(Messages.contradiction(
                    place.name(),
                    "@DeadLetter(byBroker = true) has other members as well",
                    "leave them away: the queue's declaration says where the broker sends dead letters"));
        }
    }
}
