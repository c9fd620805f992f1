package io.carrotmq;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why and from where a broker moved a message to a dead-letter exchange, as it says in the headers.
 *
 * @param count how often it did so for this reason
 * @param since when it did so first, or null
 */
record BrokerDeath(String reason, String queue, String exchange, String routingKey, int count, Instant since) {
    private static final String STORY = "x-death";
    private static final String REJECTED = "rejected";

    /** Those that a consumer had a hand in. */
    private static final Set<String> CONSUMED = Set.of(REJECTED, "delivery_limit");

    /**
     * Finds out what led here. The latest comes first; a message that was rejected, and has waited elsewhere after that, was
     * consumed where it was rejected.
     */
    static Optional<BrokerDeath> in(Headers headers) {
        List<BrokerDeath> story = headers.tables(STORY).stream()
                .map(BrokerDeath::entry)
                .flatMap(Optional::stream)
                .toList();
        return story.stream()
                .filter(death -> CONSUMED.contains(death.reason))
                .findFirst()
                .or(() -> story.stream().findFirst());
    }

    private static Optional<BrokerDeath> entry(Headers table) {
        return table.name("queue")
                .map(queue -> new BrokerDeath(
                        table.name("reason").orElse(DeadLetterHeaders.UNKNOWN),
                        queue,
                        table.text("exchange").orElse(""),
                        table.first("routing-keys").orElse(""),
                        table.count("count").orElse(1),
                        table.instant("time").orElse(null)));
    }

    /** {@return how many attempts to handle it have failed; 0 if the broker does not say} */
    int attempts() {
        return reason.equals(REJECTED) ? count : 0;
    }

    /** {@return when it did so last, or null if it says only when first} */
    Instant last() {
        return count == 1 ? since : null;
    }

    /** {@return whether the broker gave a message this header to tell its story} */
    static boolean tells(String header) {
        return header.equals(STORY) || header.startsWith("x-first-death-") || header.startsWith("x-last-death-");
    }
}
