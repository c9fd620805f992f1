package io.carrotmq.engine;

import io.carrotmq.DeadLetter;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A message that has failed, as it is published again: with everything it came with, but for what the broker has added,
 * what it would act on once more, and what its publisher alone may state; and with what is known of its failures.
 *
 * @param queue the queue it was consumed from
 * @param message as it came
 * @param attempts how many attempts have failed
 * @param first when the first did
 * @param last when the last did
 */
record FailedMessage(String queue, IncomingMessage message, int attempts, Instant first, Instant last) {
    /** What a queue adds to a message on its way to the consumer. */
    static final Set<String> COUNTS_OF_THE_BROKER = Set.of("x-delivery-count", "x-acquired-count");

    private static final String DEATHS = "x-death";
    private static final List<String> NOTED_DEATHS = List.of("x-first-death-", "x-last-death-");

    /**
     * Header of a message in a delay queue: what other queues' deaths it came with. The broker would put the delay queue's in
     * their place, or take the message for one that goes round by itself, and drop it.
     */
    private static final String KEPT_DEATHS = DeadLetter.HEADER_PREFIX + "deaths";

    private static final List<String> COPIES = List.of("CC", "BCC");
    private static final DateTimeFormatter INSTANT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    // What the headers of a message say that comes in

    /** {@return how many attempts have failed by what the message says; 0 for what makes no sense} */
    static int attemptsOf(Object header) {
        return header instanceof Number number
                ? (int) Math.max(0, Math.min(number.longValue(), Integer.MAX_VALUE - 1))
                : 0;
    }

    /**
     * {@return whether it was among the dead letters and is here again, moved by the broker's own tools or by another
     * program, so that what it says of its failures is past}
     */
    static boolean wasDeadLetter(Map<String, Object> headers) {
        return headers.containsKey(DeadLetter.REASON_HEADER);
    }

    /** {@return whether they tell of failures in another queue: somebody has sent it on with all its headers} */
    static boolean isOfAnother(String queue, Map<String, Object> headers) {
        return headers.get(DeadLetter.QUEUE_HEADER) instanceof String other && !other.equals(queue);
    }

    /** {@return when it failed first in that queue by what the message says, or null} */
    static Instant firstFailureOf(String queue, IncomingMessage message) {
        try {
            Map<String, Object> headers = message.properties().headers();
            return !wasDeadLetter(headers)
                            && !isOfAnother(queue, headers)
                            && headers.get(DeadLetter.FIRST_FAILURE_HEADER) instanceof String text
                    ? Instant.parse(text)
                    : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * {@return whether it has waited in a delay queue, or was sent back from the dead letters, so that its headers say where it
     * was published to first}
     */
    static boolean hasWaited(String queue, IncomingMessage message) {
        return message.exchange().isEmpty()
                && message.routingKey().equals(queue)
                && message.properties().headers().get(DeadLetter.ATTEMPTS_HEADER) instanceof Number
                && !isOfAnother(queue, message.properties().headers());
    }

    static String exchangeOf(IncomingMessage message) {
        return text(message, DeadLetter.EXCHANGE_HEADER, message.exchange());
    }

    static String routingKeyOf(IncomingMessage message) {
        return text(message, DeadLetter.ROUTING_KEY_HEADER, message.routingKey());
    }

    private static String text(IncomingMessage message, String header, String otherwise) {
        return message.properties().headers().get(header) instanceof String text ? text : otherwise;
    }

    // How it goes out

    /** {@return it, for a queue it waits in} */
    OutgoingMessage retry(String delayQueue, Duration delay) {
        Map<String, Object> headers = headers();
        keepDeaths(headers);
        Properties properties = published().headers(headers).expiration(delay).build();
        return new OutgoingMessage("", delayQueue, true, properties, message.body());
    }

    /** {@return it, for the dead letters} */
    OutgoingMessage deadLetter(String exchange, String routingKey, DeadLetterCause cause) {
        Map<String, Object> headers = headers();
        headers.put(DeadLetter.REASON_HEADER, cause.reason());
        putIfThere(headers, DeadLetter.EXCEPTION_HEADER, cause.exception());
        putIfThere(headers, DeadLetter.MESSAGE_HEADER, cause.message());
        putIfThere(headers, DeadLetter.STACK_TRACE_HEADER, cause.stackTrace());
        Properties properties = published().headers(headers).build();
        return new OutgoingMessage(exchange, routingKey, true, properties, message.body());
    }

    private Properties.Builder published() {
        return message.properties().toBuilder().expiration(null).userId(null);
    }

    private Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>(message.properties().headers());
        headers.keySet().removeAll(COUNTS_OF_THE_BROKER);
        removeOwnDeaths(headers);
        headers.keySet()
                .removeAll(Set.of(
                        DeadLetter.REASON_HEADER,
                        DeadLetter.EXCEPTION_HEADER,
                        DeadLetter.MESSAGE_HEADER,
                        DeadLetter.STACK_TRACE_HEADER));
        Properties came = message.properties();
        if (came.expiration() != null) {
            headers.put(DeadLetter.EXPIRATION_HEADER, came.expiration().toMillis());
        }
        putIfThere(headers, DeadLetter.USER_HEADER, came.userId());
        moveCopies(headers);
        boolean waited = hasWaited(queue, message);
        headers.put(DeadLetter.QUEUE_HEADER, queue);
        headers.put(DeadLetter.EXCHANGE_HEADER, waited ? exchangeOf(message) : message.exchange());
        headers.put(DeadLetter.ROUTING_KEY_HEADER, waited ? routingKeyOf(message) : message.routingKey());
        headers.put(DeadLetter.ATTEMPTS_HEADER, attempts);
        headers.put(DeadLetter.FIRST_FAILURE_HEADER, INSTANT.format(first));
        headers.put(DeadLetter.LAST_FAILURE_HEADER, INSTANT.format(last));
        return headers;
    }

    private static void putIfThere(Map<String, Object> headers, String name, Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /** They would send copies of it to others again. */
    private static void moveCopies(Map<String, Object> headers) {
        List<Object> keys = new ArrayList<>();
        for (String name : COPIES) {
            Object value = headers.remove(name);
            if (value instanceof List<?> list) {
                keys.addAll(list);
            } else if (value != null) {
                keys.add(value);
            }
        }
        if (!keys.isEmpty()) {
            headers.put(DeadLetter.CC_HEADER, keys);
        }
    }

    private void removeOwnDeaths(Map<String, Object> headers) {
        if (headers.get(DEATHS) instanceof List<?> deaths) {
            List<?> foreign = deaths.stream()
                    .filter(death -> !(death instanceof Map<?, ?> table && isOwnDelayQueue(table.get("queue"))))
                    .toList();
            if (foreign.isEmpty()) {
                headers.remove(DEATHS);
            } else {
                headers.put(DEATHS, foreign);
            }
        }
        for (String noted : NOTED_DEATHS) {
            if (isOwnDelayQueue(headers.get(noted + "queue"))) {
                headers.keySet().removeIf(name -> name.startsWith(noted));
            }
        }
        if (headers.remove(KEPT_DEATHS) instanceof Map<?, ?> kept) {
            kept.forEach((name, value) -> headers.putIfAbsent(String.valueOf(name), value));
        }
    }

    private static void keepDeaths(Map<String, Object> headers) {
        Map<String, Object> kept = new LinkedHashMap<>(headers);
        kept.keySet()
                .removeIf(name -> !name.equals(DEATHS) && NOTED_DEATHS.stream().noneMatch(name::startsWith));
        if (!kept.isEmpty()) {
            headers.keySet().removeAll(kept.keySet());
            headers.put(KEPT_DEATHS, kept);
        }
    }

    private boolean isOwnDelayQueue(Object name) {
        String prefix = queue + FailurePolicy.DELAY_QUEUE_INFIX;
        return name instanceof String text
                && text.startsWith(prefix)
                && text.substring(prefix.length()).matches("\\d+");
    }
}
