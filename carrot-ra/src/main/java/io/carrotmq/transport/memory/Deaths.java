package io.carrotmq.transport.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often a message was dead-lettered, from which queues and why. Immutable.
 *
 * @param latestFirst one for each queue and reason
 * @param first the first of all, or null
 */
record Deaths(List<Death> latestFirst, Death first) {
    static final Deaths NONE = new Deaths(List.of(), null);

    /** All deaths of a message in one queue for one reason. */
    record Death(
            String queue,
            DeathReason reason,
            long count,
            Instant time,
            String exchange,
            List<String> routingKeys,
            Duration expiration) {

        Death again() {
            return new Death(queue, reason, count + 1, time, exchange, routingKeys, expiration);
        }

        Map<String, Object> table() {
            Map<String, Object> table = new LinkedHashMap<>();
            table.put("count", count);
            table.put("reason", reason.text());
            table.put("queue", queue);
            table.put("time", time);
            table.put("exchange", exchange);
            table.put("routing-keys", routingKeys);
            if (expiration != null) {
                table.put("original-expiration", Long.toString(expiration.toMillis()));
            }
            return table;
        }
    }

    /** {@return these and one more} */
    Deaths and(String queue, DeathReason reason, StoredMessage message) {
        List<Death> deaths = new ArrayList<>(latestFirst);
        Death latest = deaths.stream()
                .filter(death -> death.queue.equals(queue) && death.reason == reason)
                .findFirst()
                .map(known -> {
                    deaths.remove(known);
                    return known.again();
                })
                .orElseGet(() -> new Death(
                        queue,
                        reason,
                        1,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        message.exchange(),
                        message.routingKeys(),
                        message.properties().expiration()));
        deaths.add(0, latest);
        return new Deaths(List.copyOf(deaths), first == null ? latest : first);
    }

    /**
     * Whether the message has been in a queue already and came back by itself: then it would go round for ever, unless a
     * consumer had a hand in it.
     */
    boolean cycleTo(String queue) {
        for (Death death : latestFirst) {
            if (death.reason == DeathReason.REJECTED) {
                return false;
            }
            if (death.queue.equals(queue)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the headers that tell of it. */
    void writeTo(Map<String, Object> headers) {
        Death last = latestFirst.get(0);
        headers.put("x-death", latestFirst.stream().map(Death::table).toList());
        headers.put("x-first-death-exchange", first.exchange);
        headers.put("x-first-death-queue", first.queue);
        headers.put("x-first-death-reason", first.reason.text());
        headers.put("x-last-death-exchange", last.exchange);
        headers.put("x-last-death-queue", last.queue);
        headers.put("x-last-death-reason", last.reason.text());
    }
}
