package io.carrotmq.transport.stomp;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.Unroutable;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Apache Artemis 2.x, with the prefixes {@code /queue/} and {@code /topic/} as its own configuration has them. It makes queues
 * by itself where they are named.
 */
final class ArtemisDialect implements Dialect {
    private static final Set<Capability> PRESENT =
            EnumSet.of(Capability.EXPIRATION, Capability.PRIORITIES, Capability.REJECT, Capability.TRANSACTIONS);

    /** What the smallest message takes of a consumer's window, and a bit less. */
    private static final int SMALLEST_MESSAGE = 200;

    private static final int HIGHEST_PRIORITY = 9;
    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;

    private final String version;
    private final JmsHeaders headers = new JmsHeaders(Clock.systemUTC());

    ArtemisDialect(String version) {
        this.version = version;
    }

    @Override
    public String product() {
        return "Artemis";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Set<Capability> capabilities() {
        return PRESENT;
    }

    // Messages

    @Override
    public String destination(String exchange, String routingKey) {
        if (!exchange.isEmpty()) {
            throw Messages.noExchanges(exchange, product());
        }
        return queue(routingKey);
    }

    /** Two characters make patterns of a name, and a double colon parts it. */
    private static String queue(String name) {
        if (name.startsWith("/")) {
            return name;
        }
        if (name.isEmpty() || name.indexOf('*') >= 0 || name.indexOf('#') >= 0 || name.contains("::")) {
            throw Messages.unspeakableQueue(name, "Artemis", "*, # and ::");
        }
        return JmsHeaders.destination(name);
    }

    @Override
    public void properties(OutgoingMessage message, Map<String, String> to) {
        headers.write(message, to);
    }

    @Override
    public Arrival arrival(StompFrame message) {
        return headers.read(message, "", JmsHeaders.queue(String.valueOf(message.header("destination"))));
    }

    @Override
    public Unroutable unroutable(String exchange, String routingKey) {
        if (!exchange.isEmpty()) {
            return Unroutable.DROPPED;
        }
        return routingKey.startsWith("/topic/") ? Unroutable.DROPPED : Unroutable.NEVER;
    }

    // Consumers

    @Override
    public List<String> sources(String queue, Wire wire) {
        return List.of(queue(queue));
    }

    /** It counts bytes, so large messages come in smaller numbers than asked for, but never more than that. */
    @Override
    public void subscription(SubscribeOptions options, Map<String, String> to) {
        // Where nothing is acknowledged, nothing would open the window again.
        boolean unlimited = options.acknowledgement() == Acknowledgement.NONE;
        to.put("consumer-window-size", unlimited ? "-1" : Integer.toString(options.prefetch() * SMALLEST_MESSAGE));
        options.arguments().forEach((name, value) -> {
            if (!name.equals("selector")) {
                throw Messages.argumentLeftAway("consumer", name);
            }
            to.put(name, String.valueOf(value));
        });
    }

    @Override
    public Leaving leaving() {
        return Leaving.GIVES_BACK;
    }

    /** Artemis counts a connection's end as an attempt to deliver all that was sent to it, and gives up after ten. */
    @Override
    public boolean leavesBeforeGoodbye() {
        return true;
    }

    /** It takes an acknowledgement at once, even in a transaction. */
    @Override
    public Return returning() {
        return Return.COPY_FIRST;
    }

    @Override
    public Map<String, String> copy(StompFrame message) {
        return headers.copy(message, String.valueOf(message.header("destination")), arrival(message));
    }

    // Errors

    @Override
    public int replyCode(StompFrame error) {
        String words = Texts.words(error);
        if (words.contains("permission") || words.contains("AMQ229031") || words.contains("AMQ229032")) {
            return ACCESS_REFUSED;
        }
        return words.contains("does not exist") ? NOT_FOUND : 0;
    }

    // Queues

    /** Who subscribes makes it; nothing comes that has such a header. */
    @Override
    public void declare(QueueDeclaration queue, Wire wire) {
        queue.arguments().forEach((name, value) -> {
            boolean priorities = name.equals(QueueDeclaration.MAX_PRIORITY);
            if (!priorities || !(value instanceof Number most) || most.longValue() > HIGHEST_PRIORITY) {
                throw priorities ? Messages.tooManyPriorities(value) : Messages.argumentLeftAway("queue", name);
            }
        });
        wire.touch(queue(queue.name()), Map.of("selector", "carrot_nobody = 'x'"));
    }
}
