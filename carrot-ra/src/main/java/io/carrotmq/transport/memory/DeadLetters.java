package io.carrotmq.transport.memory;

import io.carrotmq.Properties;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What queues gave up, on its way to their dead letter exchanges. It is routed after the operation that led to it, so that
 * no queue is changed while it works.
 */
final class DeadLetters {
    private record Letter(MessageQueue from, DeathReason reason, StoredMessage message) {}

    private final VirtualHost host;
    private final Deque<Letter> pending = new ArrayDeque<>();

    DeadLetters(VirtualHost host) {
        this.host = host;
    }

    void add(MessageQueue from, DeathReason reason, StoredMessage message) {
        pending.add(new Letter(from, reason, message));
    }

    /** Routes them, and those that come of it. It ends: a message that comes to a queue again by itself is dropped. */
    void send() {
        for (Letter letter = pending.poll(); letter != null; letter = pending.poll()) {
            Exchange exchange = host.exchange(letter.from.arguments().deadLetterExchange());
            if (exchange != null) {
                StoredMessage dead = addressed(letter);
                for (MessageQueue queue : Routing.queues(exchange, dead.routingKeys(), dead.properties(), host)) {
                    if (!dead.deaths().cycleTo(queue.name())) {
                        queue.offer(dead);
                    }
                }
            }
        }
    }

    private static StoredMessage addressed(Letter letter) {
        StoredMessage message = letter.message;
        String key = letter.from.arguments().deadLetterRoutingKey();
        Deaths deaths = message.deaths().and(letter.from.name(), letter.reason, message);
        Map<String, Object> headers = new LinkedHashMap<>(message.properties().headers());
        deaths.writeTo(headers);
        Properties properties = message.properties().toBuilder()
                .headers(headers)
                .expiration(null)
                .build();
        return new StoredMessage(
                letter.from.arguments().deadLetterExchange(),
                key == null ? message.routingKeys() : List.of(key),
                properties,
                message.body(),
                deaths);
    }
}
