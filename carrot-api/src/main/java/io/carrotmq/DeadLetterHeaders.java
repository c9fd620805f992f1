package io.carrotmq;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a message's headers tell of its death, and the message as it was before. */
final class DeadLetterHeaders {
    /** The reason if nothing tells it. */
    static final String UNKNOWN = "unknown";

    private static final Set<String> OURS = Set.of(
            DeadLetter.REASON_HEADER,
            DeadLetter.EXCEPTION_HEADER,
            DeadLetter.MESSAGE_HEADER,
            DeadLetter.STACK_TRACE_HEADER,
            DeadLetter.ATTEMPTS_HEADER,
            DeadLetter.FIRST_FAILURE_HEADER,
            DeadLetter.LAST_FAILURE_HEADER,
            DeadLetter.QUEUE_HEADER,
            DeadLetter.EXCHANGE_HEADER,
            DeadLetter.ROUTING_KEY_HEADER,
            DeadLetter.EXPIRATION_HEADER,
            DeadLetter.USER_HEADER,
            DeadLetter.CC_HEADER);

    /** What a queue says of its deliveries, and what would send copies to others again. */
    private static final Set<String> BROKERS = Set.of("x-delivery-count", "x-acquired-count", "cc", "bcc");

    private DeadLetterHeaders() {}

    /** Reads a dead letter: what Carrot has written if it has put it here, and what the broker has written if that has. */
    static DeadLetter read(Delivery<byte[]> delivery) {
        Headers headers = new Headers(delivery.properties().headers());
        Optional<String> reason = headers.name(DeadLetter.REASON_HEADER);
        Optional<BrokerDeath> death = reason.isPresent() ? Optional.empty() : BrokerDeath.in(headers);
        return new DeadLetter(
                reason.or(() -> death.map(BrokerDeath::reason)).orElse(UNKNOWN),
                headers.text(DeadLetter.EXCEPTION_HEADER).orElse(null),
                headers.text(DeadLetter.MESSAGE_HEADER).orElse(null),
                headers.text(DeadLetter.STACK_TRACE_HEADER).orElse(null),
                attempts(headers, death),
                headers.instant(DeadLetter.FIRST_FAILURE_HEADER)
                        .or(() -> death.map(BrokerDeath::since))
                        .orElse(null),
                death.map(BrokerDeath::last)
                        .or(() -> headers.instant(DeadLetter.LAST_FAILURE_HEADER))
                        .orElse(null),
                headers.name(DeadLetter.QUEUE_HEADER)
                        .or(() -> death.map(BrokerDeath::queue))
                        .orElse(null),
                headers.text(DeadLetter.EXCHANGE_HEADER)
                        .or(() -> death.map(BrokerDeath::exchange))
                        .orElse(delivery.envelope().exchange()),
                headers.text(DeadLetter.ROUTING_KEY_HEADER)
                        .or(() -> death.map(BrokerDeath::routingKey))
                        .orElse(delivery.envelope().routingKey()),
                delivery.properties(),
                delivery.content());
    }

    /** What Carrot has counted was before the broker moved it. */
    private static int attempts(Headers headers, Optional<BrokerDeath> death) {
        long counted = headers.count(DeadLetter.ATTEMPTS_HEADER).orElse(0);
        return (int) Math.min(
                Integer.MAX_VALUE, counted + death.map(BrokerDeath::attempts).orElse(0));
    }

    /**
     * Makes a message for the queue it was consumed from, as it was before it failed. What handles messages by their exchange
     * and routing key is to know them, though it does not come that way again.
     */
    static OutgoingMessage revived(DeadLetter letter) {
        Map<String, Object> kept = new LinkedHashMap<>(letter.properties().headers());
        kept.keySet().removeIf(DeadLetterHeaders::tellsOfFailure);
        if (!letter.exchange().isEmpty() || !letter.routingKey().equals(letter.queue())) {
            kept.put(DeadLetter.ATTEMPTS_HEADER, 0);
            kept.put(DeadLetter.EXCHANGE_HEADER, letter.exchange());
            kept.put(DeadLetter.ROUTING_KEY_HEADER, letter.routingKey());
        }
        Properties before = letter.properties().toBuilder()
                .headers(kept)
                .userId(null) // only the user who sent it first may state that
                .build();
        return new OutgoingMessage("", letter.queue(), true, before, letter.content());
    }

    private static boolean tellsOfFailure(String header) {
        return OURS.contains(header) || BROKERS.contains(header.toLowerCase(Locale.ROOT)) || BrokerDeath.tells(header);
    }
}
