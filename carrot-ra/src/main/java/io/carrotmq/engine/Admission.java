package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.transport.Closure;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What must hold before a message goes to the broker: it can do what the message asks for, reads, and has the exchange. */
final class Admission {
    private final String name;
    private final OpenChannel channel;
    private final EngineThreads threads;
    private final Duration bound;
    private final BrokerInfo broker;
    private final boolean expires;
    private final boolean copies;

    Admission(String name, OpenChannel channel, EngineThreads threads, Duration bound) {
        this.name = name;
        this.channel = channel;
        this.threads = threads;
        this.bound = bound;
        this.broker = channel.broker();
        this.expires = broker.supports(Capability.EXPIRATION);
        this.copies = broker.supports(Capability.SENDER_SELECTED_ROUTING);
    }

    void requireSupported(OutgoingMessage message) {
        Properties properties = message.properties();
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
        if (!channel.exchanges().has(message.exchange())) {
            requireExchange(message);
        }
    }

    private void requireExchange(OutgoingMessage message) throws InterruptedException {
        Closure refusal;
        try {
            refusal = channel.exchanges().ask(message.exchange(), channel.connection(), threads, bound);
        } catch (TimeoutException e) {
            throw Messages.unansweredExchange(name, message, bound);
        }
        if (refusal != null && refusal.replyCode() == KnownExchanges.NOT_FOUND) {
            throw Messages.notAccepted(name, message, refusal);
        }
        // For any other reason it could not be asked for: then the broker tells when it gets the message.
    }
}
