package io.carrotmq.transport.stomp;

import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.Unroutable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ActiveMQ Classic 5.18 and later. It makes queues by itself where they are named. Exchanges are {@linkplain VirtualTopics
 * virtual topics}, and a bound queue is one queue of ActiveMQ for itself and one for each binding, all of which its consumers
 * subscribe to; the {@linkplain TopologyBook book} tells which. A pattern that covers them all would be a binding to
 * everything, and a list of them would bring nothing.
 */
final class ActiveMqDialect implements Dialect {
    private static final Set<Capability> PRESENT = EnumSet.of(
            Capability.EXCHANGES,
            Capability.BINDINGS,
            Capability.MANDATORY,
            Capability.LOOKUP,
            Capability.EXPIRATION,
            Capability.REJECT,
            Capability.TRANSACTIONS);

    private static final Set<String> TYPES = Set.of("direct", "fanout", "topic");
    private static final Set<String> SUBSCRIBE_ARGUMENTS =
            Set.of("selector", "activemq.exclusive", "activemq.priority", "activemq.retroactive");

    private static final int LONGEST_HEADER = 10 * 1024 - 16;
    private static final int MOST_HEADERS = 900;

    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;

    private final String version;
    private final JmsHeaders headers = new JmsHeaders(Clock.systemUTC());
    private final TopologyBook book = new TopologyBook();

    ActiveMqDialect(String version) {
        this.version = version;
    }

    @Override
    public String product() {
        return "ActiveMQ";
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
        return exchange.isEmpty() ? queue(routingKey) : VirtualTopics.topic(exchange, routingKey);
    }

    /** Commas make a list of a name, a question mark begins options, and two words are patterns. */
    private static String queue(String name) {
        if (name.startsWith("/")) {
            return name;
        }
        boolean pattern =
                List.of(name.split("\\.", -1)).stream().anyMatch(word -> word.equals("*") || word.equals(">"));
        if (name.isEmpty()
                || pattern
                || name.indexOf(',') >= 0
                || name.indexOf('?') >= 0
                || !name.equals(name.strip())) {
            throw Messages.unspeakableQueue(
                    name, "ActiveMQ", "commas, question marks, blanks at the ends, and * or > between dots");
        }
        return JmsHeaders.destination(name);
    }

    @Override
    public void properties(OutgoingMessage message, Map<String, String> to) {
        headers.write(message, to);
        if (to.size() > MOST_HEADERS) {
            throw Messages.tooManyHeaders(to.size(), MOST_HEADERS);
        }
        to.forEach((name, value) -> {
            // Each byte may become two.
            int length = (name + value).getBytes(StandardCharsets.UTF_8).length + escapes(name) + escapes(value);
            if (length > LONGEST_HEADER) {
                throw Messages.headerTooLong(name, length, LONGEST_HEADER);
            }
        });
    }

    private static int escapes(String text) {
        return (int) text.chars().filter(c -> ":\\\n\r".indexOf(c) >= 0).count();
    }

    @Override
    public Arrival arrival(StompFrame message) {
        String destination = String.valueOf(message.header("destination"));
        String topic = message.header("original-destination");
        if (VirtualTopics.isBinding(destination) && topic != null && VirtualTopics.isTopic(topic)) {
            return headers.read(message, VirtualTopics.exchange(topic), VirtualTopics.routingKey(topic));
        }
        return headers.read(message, "", JmsHeaders.queue(destination));
    }

    @Override
    public boolean routes(String exchange, String routingKey, Wire wire) {
        return exchange.isEmpty() || book.routes(exchange, routingKey, wire);
    }

    @Override
    public Unroutable unroutable(String exchange, String routingKey) {
        if (!exchange.isEmpty()) {
            return Unroutable.RETURNED;
        }
        return routingKey.startsWith("/topic/") ? Unroutable.DROPPED : Unroutable.NEVER;
    }

    // Consumers

    @Override
    public List<String> sources(String queue, Wire wire) {
        return sources(queue, queue.startsWith("/") ? List.of() : book.bindings(queue, wire));
    }

    @Override
    public List<String> knownSources(String queue) {
        return sources(queue, queue.startsWith("/") ? List.of() : book.knownBindings(queue));
    }

    private static List<String> sources(String queue, List<TopologyBook.Entry> bindings) {
        List<String> sources = new ArrayList<>();
        sources.add(queue(queue));
        bindings.forEach(binding -> sources.add(binding.source()));
        return sources;
    }

    /** A queue serves its consumers before its browsers. A topic or a temporary queue cannot be browsed. */
    @Override
    public Map<String, String> askingForEnd(String source) {
        return source.startsWith("/queue/") ? Map.of("browser", "true", "selector", "carrotNobody = 'x'") : null;
    }

    @Override
    public boolean isEnd(StompFrame message) {
        return TopologyBook.isEnd(message);
    }

    /** Consuming makes it be there. */
    @Override
    public void consumed(String queue, Wire wire) {
        if (!queue.startsWith("/")) {
            book.requireQueue(queue, wire);
        }
    }

    @Override
    public News news(String queue) {
        if (queue == null) {
            return new News(TopologyBook.NEWS, Map.of());
        }
        return queue.startsWith("/")
                ? null
                : new News(TopologyBook.NEWS, Map.of("selector", TopologyBook.newsOf(queue)));
    }

    @Override
    public String newSource(StompFrame news) {
        return book.learn(news).source();
    }

    @Override
    public void subscription(SubscribeOptions options, Map<String, String> to) {
        to.put("activemq.prefetchSize", Integer.toString(options.prefetch()));
        options.arguments().forEach((name, value) -> {
            if (!SUBSCRIBE_ARGUMENTS.contains(name)) {
                throw Messages.argumentLeftAway("consumer", name);
            }
            to.put(name, String.valueOf(value));
        });
    }

    /**
     * A receipt would make ActiveMQ subscribe without a prefetch first, and then not look at what waits for a pattern already.
     * So the transaction behind it, which nothing happens in, has the receipt. Others may subscribe on this connection at the
     * same time.
     */
    @Override
    public List<StompFrame> subscribing(StompFrame subscribe) {
        String nothing = "subscribed-" + subscribe.header("id");
        return List.of(subscribe, StompCommands.begin(nothing, null), StompCommands.abort(nothing, null));
    }

    @Override
    public Leaving leaving() {
        return Leaving.GIVES_BACK;
    }

    @Override
    public Return returning() {
        return Return.COPY;
    }

    @Override
    public Map<String, String> copy(StompFrame message) {
        String from = String.valueOf(message.header("destination"));
        String to = VirtualTopics.isBinding(from) ? JmsHeaders.destination(VirtualTopics.bound(from)) : from;
        return headers.copy(message, to, arrival(message));
    }

    // Errors

    @Override
    public int replyCode(StompFrame error) {
        String words = Texts.words(error);
        if (words.contains("not authorized")) {
            return ACCESS_REFUSED;
        }
        return words.contains("does not exist") ? NOT_FOUND : 0;
    }

    // Queues and exchanges

    @Override
    public void declare(ExchangeDeclaration exchange, Wire wire) {
        if (!TYPES.contains(exchange.type())) {
            throw Messages.noSuchType(exchange.name(), exchange.type(), TYPES);
        }
        exchange.arguments().keySet().stream().findFirst().ifPresent(name -> {
            throw Messages.argumentLeftAway("exchange", name);
        });
        if (exchange.internal() || exchange.autoDelete()) {
            throw Messages.argumentLeftAway("exchange", exchange.internal() ? "internal" : "auto-delete");
        }
        String type = book.type(exchange.name(), wire);
        if (type == null) {
            type = book.addExchange(exchange.name(), exchange.type(), wire);
        }
        if (!exchange.type().equals(type)) {
            throw Messages.otherType(exchange.name(), exchange.type(), type);
        }
    }

    @Override
    public void verifyExchange(String name, Wire wire) {
        if (book.type(name, wire) == null) {
            throw Messages.notFound("exchange '" + name + "'");
        }
    }

    @Override
    public void declare(QueueDeclaration queue, Wire wire) {
        queue.arguments().keySet().stream().findFirst().ifPresent(name -> {
            throw Messages.argumentLeftAway("queue", name);
        });
        make(queue(queue.name()), wire);
        consumed(queue.name(), wire);
    }

    /** Without a prefetch nothing comes. */
    private static void make(String destination, Wire wire) {
        wire.touch(destination, Map.of("activemq.prefetchSize", "0"));
    }

    @Override
    public void bind(Binding binding, Wire wire) {
        String type = book.type(binding.source(), wire);
        if (type == null) {
            throw Messages.notFound("exchange '" + binding.source() + "'");
        }
        binding.arguments().keySet().stream().findFirst().ifPresent(name -> {
            throw Messages.argumentLeftAway("binding", name);
        });
        String pattern = VirtualTopics.pattern(type, binding.routingKey());
        TopologyBook.Entry entry = new TopologyBook.Entry(binding.source(), binding.destination(), pattern);
        List<TopologyBook.Entry> others = book.bindings(binding.destination(), wire).stream()
                .filter(each -> each.exchange().equals(binding.source()))
                .toList();
        if (others.contains(entry)) {
            return;
        }
        for (TopologyBook.Entry other : others) {
            if (VirtualTopics.overlap(other.pattern(), pattern)) {
                throw Messages.twoCopies(binding.destination(), binding.source(), other.pattern(), pattern);
            }
        }
        make(entry.source(), wire);
        book.addBinding(entry, wire);
    }

    @Override
    public long verifyQueue(String name, Wire wire) {
        if (!name.startsWith("/") && !book.hasQueue(name, wire)) {
            long waiting = TopologyBook.countIfThere(queue(name), wire);
            if (waiting == 0) {
                throw Messages.notFound("queue '" + name + "'");
            }
            return waiting;
        }
        long count = 0;
        List<TopologyBook.Entry> bindings = name.startsWith("/") ? List.of() : book.recentBindings(name, wire);
        for (String source : sources(name, bindings)) {
            count += TopologyBook.count(source, wire);
        }
        return count;
    }
}
