package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.Unroutable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** What must hold before a message goes to the broker: it can do what the message asks for, reads, and has the exchange. */
final class Admission {
    /** AMQP 0-9-1, reply codes: no queue took the message. */
    private static final int NO_ROUTE = 312;

    private final String name;
    private final OpenChannel channel;
    private final EngineThreads threads;
    private final Duration bound;
    private final BrokerInfo broker;
    private final boolean expires;
    private final boolean copies;
    private final boolean nests;

    Admission(String name, OpenChannel channel, EngineThreads threads, Duration bound) {
        this.name = name;
        this.channel = channel;
        this.threads = threads;
        this.bound = bound;
        this.broker = channel.broker();
        this.expires = broker.supports(Capability.EXPIRATION);
        this.nests = broker.supports(Capability.NESTED_HEADERS);
        this.copies = broker.supports(Capability.SENDER_SELECTED_ROUTING);
    }

    void requireSupported(OutgoingMessage message) {
        if (message.mandatory()
                && channel.connection().unroutable(message.exchange(), message.routingKey()) == Unroutable.DROPPED) {
            throw Messages.cannotBeMandatory(name, message, broker);
        }
        Properties properties = message.properties();
        if (!nests) {
            properties.headers().forEach((header, value) -> requireFlat(header, value));
        }
        if (!expires && properties.expiration() != null) {
            throw Messages.unsupported(name, broker, Capability.EXPIRATION);
        }
        if (!copies
                && !properties.headers().isEmpty()
                && (properties.headers().containsKey("CC")
                        || properties.headers().containsKey("BCC"))) {
            throw Messages.unsupported(name, broker, Capability.SENDER_SELECTED_ROUTING);
        }
    }

    /** Waits until the broker takes messages, and knows the exchange. */
    void await(OutgoingMessage message) throws InterruptedException {
        String reason = channel.awaitUnblocked(bound);
        if (reason != null) {
            throw Messages.blockedTooLong(name, message, reason, bound);
        }
        if (message.exchange().isEmpty()) {
            requireQueue(message);
        } else if (!channel.exchanges().has(message.exchange())) {
            Closure refusal = ask(channel.exchanges(), message.exchange(), message);
            if (refusal != null && refusal.replyCode() == KnownNames.NOT_FOUND) {
                throw Messages.notAccepted(name, message, refusal);
            }
            // For any other reason it could not be asked for: then the broker tells when it gets the message.
        }
    }

    private void requireQueue(OutgoingMessage message) throws InterruptedException {
        String queue = message.routingKey();
        if (message.mandatory()
                && channel.connection().unroutable("", queue) == Unroutable.LOOKED_FOR
                && !channel.queues().has(queue)) {
            Closure refusal = ask(channel.queues(), queue, message);
            if (refusal != null && refusal.replyCode() == KnownNames.NOT_FOUND) {
                throw Messages.unroutable(name, message, NO_ROUTE, refusal.text());
            }
            if (refusal != null) {
                throw Messages.notLookedFor(name, message, refusal);
            }
        }
    }

    private Closure ask(KnownNames known, String what, OutgoingMessage message) throws InterruptedException {
        try {
            return known.ask(what, channel.connection(), threads, bound);
        } catch (TimeoutException e) {
            throw Messages.unansweredLook(name, message, bound);
        }
    }

    private void requireFlat(String header, Object value) {
        if (value instanceof Map || value instanceof List || value instanceof Object[]) {
            throw Messages.nestedHeader(name, header, broker);
        }
    }
}
