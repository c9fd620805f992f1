package io.carrotmq.transport.stomp;

import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.transport.TransportException;
import io.carrotmq.transport.Unroutable;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * RabbitMQ 3.10 to 4.3. Its plug-in translates frames into AMQP on a channel behind each connection, which is what most of
 * this is about.
 */
final class RabbitMqDialect implements Dialect {
    private static final String EXCHANGE = "/exchange/";
    private static final String QUEUE = "/queue/";

    /** A queue that is there; {@code /queue/} would declare it. */
    private static final String EXISTING_QUEUE = "/amq/queue/";

    private static final String TOPIC = "/topic/";
    private static final String REPLY_QUEUE = "/reply-queue/";
    private static final String TEMPORARY_QUEUE = "/temp-queue/";

    /** What the plug-in makes arguments of a queue of, and nothing else: it would leave others away without a word. */
    private static final Set<String> ARGUMENTS = Set.of(
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "x-expires",
            "x-max-length",
            "x-max-age",
            "x-stream-max-segment-size-bytes",
            "x-max-length-bytes",
            "x-max-priority",
            "x-message-ttl",
            "x-queue-type",
            "x-stream-filter-size-bytes");

    private static final Set<String> SUBSCRIBE_ARGUMENTS =
            Set.of("x-stream-offset", "x-stream-filter", "x-stream-match-unfiltered", "x-priority");

    /** What else the plug-in reads in {@code SEND}, or writes into {@code MESSAGE}. */
    private static final Set<String> OTHERS = Set.of(
            "durable",
            "auto-delete",
            "exclusive",
            "persistent",
            "prefetch-count",
            "x-queue-name",
            "requeue",
            "content-encoding",
            "correlation-id",
            "reply-to",
            "priority",
            "expiration",
            "amqp-message-id",
            "timestamp",
            "type",
            "user-id",
            "app-id");

    private static final HeaderCodec HEADERS = new HeaderCodec(taken());

    /** What STOMP has no way to ask for, or the plug-in does not pass on. */
    private static final Set<Capability> ABSENT = EnumSet.of(
            Capability.EXCHANGES,
            Capability.HEADERS_EXCHANGES,
            Capability.BINDINGS,
            Capability.EXCLUSIVE_QUEUES,
            Capability.EXCLUSIVE_CONSUMERS,
            Capability.MANDATORY,
            Capability.LOOKUP,
            Capability.DELETION,
            Capability.NESTED_HEADERS,
            Capability
                    .LENGTH_LIMIT, // what is too much would be dropped without a word: x-overflow does not get through
            Capability.DELIVERY_LIMIT,
            Capability.SINGLE_ACTIVE_CONSUMER,
            Capability.DELAYED_RETRY,
            Capability.EXCHANGE_TO_EXCHANGE,
            Capability.ALTERNATE_EXCHANGE,
            Capability.BLOCKED_NOTICE,
            Capability.SENDER_SELECTED_ROUTING,
            Capability.DIRECT_REPLY_TO);

    /** What the plug-in says when something fails that it has not foreseen. */
    private static final String UNEXPLAINED = "Processing error";

    /** Of all of a frame, of which the headers take some. */
    private static final int LARGEST_FRAME = 4 << 20;

    private static final int ROOM_FOR_HEADERS = 64 << 10;

    /** Of all of a frame, in which some are not the message's. */
    private static final int MOST_HEADERS = 100;

    private static final int OF_STOMP = 4;
    /** How often it is asked for a reason. */
    private static final int ATTEMPTS = 5;

    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;
    private static final int RESOURCE_LOCKED = 405;
    private static final int PRECONDITION_FAILED = 406;

    private final String version;

    RabbitMqDialect(String version) {
        this.version = version;
    }

    private static Set<String> taken() {
        Set<String> taken = new java.util.HashSet<>(OTHERS);
        taken.addAll(ARGUMENTS);
        taken.addAll(SUBSCRIBE_ARGUMENTS);
        return taken;
    }

    @Override
    public String product() {
        return "RabbitMQ";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.copyOf(ABSENT));
    }

    /** RabbitMQ 4.0 introduced a default limit of 20, and counts each end of a connection. */
    @Override
    public boolean limitsDeliveries() {
        return version.matches("([4-9]|\\d\\d+)\\..*");
    }

    // Messages

    @Override
    public String destination(String exchange, String routingKey) {
        if (!exchange.isEmpty()) {
            return EXCHANGE + escaped(exchange) + (routingKey.isEmpty() ? "" : "/" + escaped(routingKey));
        }
        return routingKey.startsWith("/") ? routingKey : EXISTING_QUEUE + escaped(routingKey);
    }

    /** The plug-in undoes this one escape and no other. */
    private static String escaped(String name) {
        if (name.contains("%2F")) {
            throw Messages.unspeakable(name);
        }
        return name.replace("/", "%2F");
    }

    @Override
    public Unroutable unroutable(String exchange, String routingKey) {
        if (!exchange.isEmpty()) {
            return Unroutable.DROPPED;
        }
        if (routingKey.startsWith("/")) {
            return routingKey.startsWith(QUEUE) ? Unroutable.NEVER : Unroutable.DROPPED;
        }
        return Unroutable.LOOKED_FOR;
    }

    @Override
    public void properties(OutgoingMessage message, Map<String, String> headers) {
        Properties from = message.properties();
        put(headers, "content-type", from.contentType());
        put(headers, "content-encoding", from.contentEncoding());
        put(headers, "persistent", from.persistent());
        put(headers, "priority", from.priority());
        put(headers, "correlation-id", from.correlationId());
        put(headers, "reply-to", from.replyTo() == null ? null : replyTo(from.replyTo()));
        put(
                headers,
                "expiration",
                from.expiration() == null ? null : from.expiration().toMillis());
        put(headers, "amqp-message-id", from.messageId());
        put(
                headers,
                "timestamp",
                from.timestamp() == null ? null : from.timestamp().getEpochSecond());
        put(headers, "type", from.type());
        put(headers, "user-id", from.userId());
        put(headers, "app-id", from.appId());
        HEADERS.write(from.headers(), headers);
    }

    /** The one is what it is unless somebody has set it otherwise, so that nothing is refused before. */
    @Override
    public String suspicion(int largestBody, int mostHeaders) {
        return largestBody < LARGEST_FRAME - ROOM_FOR_HEADERS && mostHeaders < MOST_HEADERS - OF_STOMP
                ? ""
                : Messages.tooLargeForRabbitMq(largestBody, mostHeaders, LARGEST_FRAME, MOST_HEADERS);
    }

    /** It takes what has a slash for a destination, and fails if it knows none of that kind. */
    private static String replyTo(String name) {
        return name.indexOf('/') > 0 ? REPLY_QUEUE + name : name;
    }

    private static void put(Map<String, String> headers, String name, Object value) {
        if (value != null) {
            headers.put(name, value.toString());
        }
    }

    @Override
    public Arrival arrival(StompFrame message) {
        String destination = String.valueOf(message.header("destination"));
        String exchange = "";
        String routingKey = destination;
        if (destination.startsWith(EXCHANGE)) {
            String[] parts = destination.substring(EXCHANGE.length()).split("/", 2);
            exchange = unescaped(parts[0]);
            routingKey = parts.length > 1 ? unescaped(parts[1]) : "";
        } else if (destination.startsWith(TOPIC)) {
            exchange = "amq.topic";
            routingKey = unescaped(destination.substring(TOPIC.length()));
        } else if (destination.startsWith(QUEUE)) {
            routingKey = unescaped(destination.substring(QUEUE.length()));
        }
        return new Arrival("true".equals(message.header("redelivered")), exchange, routingKey, properties(message));
    }

    /** It writes every byte beyond ASCII, {@code /} and {@code %} in hexadecimal digits, and leaves {@code +} alone. */
    private static String unescaped(String text) {
        return Texts.percentDecoded(text);
    }

    private static Properties properties(StompFrame message) {
        String persistent = message.header("persistent");
        String replyTo = message.header("reply-to");
        return Properties.builder()
                .contentType(message.header("content-type"))
                .contentEncoding(message.header("content-encoding"))
                .headers(HEADERS.read(message))
                .persistent(persistent == null ? null : "true".equals(persistent))
                .priority(Texts.integer(message.header("priority"), 0, 255))
                .correlationId(message.header("correlation-id"))
                .replyTo(
                        replyTo != null && replyTo.startsWith(REPLY_QUEUE)
                                ? replyTo.substring(REPLY_QUEUE.length())
                                : replyTo)
                .expiration(Texts.millis(message.header("expiration")))
                .messageId(message.header("amqp-message-id"))
                .timestamp(Texts.seconds(message.header("timestamp")))
                .type(message.header("type"))
                .userId(message.header("user-id"))
                .appId(message.header("app-id"))
                .build();
    }

    // Consumers

    @Override
    public List<String> sources(String queue, Wire wire) {
        return List.of(queue.startsWith("/") ? queue : EXISTING_QUEUE + escaped(queue));
    }

    /** It has each channel's own queue of that name, made when the first message names it. */
    @Override
    public boolean subscribesItself(String source) {
        return source.startsWith(TEMPORARY_QUEUE);
    }

    @Override
    public void subscription(SubscribeOptions options, Map<String, String> headers) {
        // Always: the plug-in keeps the last one for later subscriptions.
        headers.put("prefetch-count", Integer.toString(options.prefetch()));
        options.arguments().forEach((name, value) -> {
            if (!SUBSCRIBE_ARGUMENTS.contains(name)) {
                throw Messages.argumentLeftAway("consumer", name);
            }
            headers.put(name, String.valueOf(value));
        });
    }

    @Override
    public Leaving leaving() {
        return Leaving.KEEPS;
    }

    @Override
    public String nowhere() {
        return EXCHANGE + "amq.direct/" + UUID.randomUUID();
    }

    @Override
    public Return returning() {
        return Return.NACK;
    }

    @Override
    public Map<String, String> nack(boolean requeue) {
        return Map.of("requeue", Boolean.toString(requeue));
    }

    // Errors

    @Override
    public int replyCode(StompFrame error) {
        String message = String.valueOf(error.header("message"));
        return switch (message) {
            case "access_refused" -> ACCESS_REFUSED;
            case "not_found", "Server cancelled subscription" -> NOT_FOUND;
            case "resource_locked" -> RESOURCE_LOCKED;
            case "precondition_failed" -> PRECONDITION_FAILED;
            default -> 0;
        };
    }

    @Override
    public String endedSubscription(StompFrame error) {
        return "Server cancelled subscription".equals(error.header("message")) ? error.header("subscription") : null;
    }

    // Queues and exchanges

    /**
     * A message to {@code /queue/} declares it, and one in a transaction that is aborted never gets there. The plug-in does
     * not wait for the answer, so something follows that does: a message to nobody.
     */
    @Override
    public void declare(QueueDeclaration queue, Wire wire) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("durable", Boolean.toString(queue.durable()));
        headers.put("auto-delete", Boolean.toString(queue.autoDelete()));
        headers.put("exclusive", "false");
        if (queue.type() != QueueType.DEFAULT) {
            headers.put(QueueDeclaration.QUEUE_TYPE, queue.type().argument());
        }
        queue.arguments().forEach((name, value) -> {
            if (!ARGUMENTS.contains(name)) {
                throw Messages.argumentLeftAway("queue", name);
            }
            headers.put(name, String.valueOf(value));
        });
        StompFrame[] declaring = declaring(queue.name(), headers);
        try {
            wire.ask(declaring);
            wire.ask(StompCommands.send(
                    EXISTING_QUEUE + "carrot.nobody." + UUID.randomUUID(), new byte[0], Map.of(), null, null));
        } catch (TransportException e) {
            // The plug-in may find its channel ended before it has been told why.
            StompFrame error = e.closure().text().contains(UNEXPLAINED) ? explained(wire, declaring) : null;
            throw error == null ? e : Messages.refused(replyCode(error), Texts.words(error));
        }
    }

    /** {@return what the broker says to what it refuses, asked again if it does not say why} */
    private static StompFrame explained(Wire wire, StompFrame... refused) {
        StompFrame error = wire.provoke(refused);
        for (int i = 1; i < ATTEMPTS && error != null && Texts.words(error).contains(UNEXPLAINED); i++) {
            error = wire.provoke(refused);
        }
        return error;
    }

    private static StompFrame[] declaring(String queue, Map<String, String> headers) {
        String never = "declare-" + UUID.randomUUID();
        return new StompFrame[] {
            StompCommands.begin(never, null),
            StompCommands.send(QUEUE + escaped(queue), new byte[0], headers, never, null),
            StompCommands.abort(never, null)
        };
    }

    @Override
    public boolean looks() {
        return true;
    }

    /**
     * Declares it in a way that cannot be: one that is there differs in that, and one that is not there cannot be made. Which
     * of both shows in the broker's words.
     */
    @Override
    public long verifyQueue(String name, Wire wire) {
        StompFrame error = explained(wire, declaring(name, Map.of(QueueDeclaration.EXPIRES, "0")));
        String words = error == null ? "" : Texts.words(error);
        if (words.contains("invalid arg")) {
            throw Messages.notFound("queue '" + name + "'");
        }
        if (!words.contains("inequivalent arg") && !words.contains("exclusive")) {
            throw Messages.refused(error == null ? 0 : replyCode(error), words);
        }
        return -1;
    }

    /** Only a binding tells; that of a queue which goes with the connection. */
    @Override
    public void verifyExchange(String name, Wire wire) {
        StompFrame error = wire.probe(StompCommands.subscribe(
                EXCHANGE + escaped(name) + "/" + UUID.randomUUID(),
                "look",
                AckMode.CLIENT_INDIVIDUAL,
                Map.of(),
                null,
                StompVersion.V1_2));
        if (error != null) {
            throw Messages.refused(replyCode(error), Texts.words(error));
        }
    }
}
