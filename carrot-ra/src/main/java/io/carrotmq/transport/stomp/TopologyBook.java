package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What there is on a broker that does not tell it by STOMP: which exchanges, which queues, and which queues are bound to what.
 * Everything that is declared is written as a message to a queue that is browsed and never taken from. What has been read is
 * kept, because nothing is deleted; what is not found is looked up again each time.
 */
final class TopologyBook {
    /** The queue the book is. */
    static final String QUEUE = "/queue/Carrot.Topology";

    /** Where consumers are told of a queue's new bindings. */
    static final String NEWS = "/topic/Carrot.Topology";

    private static final String KIND = "carrotKind";
    private static final String EXCHANGE = "carrotExchange";
    private static final String TYPE = "carrotType";
    private static final String BOUND = "carrotQueue";
    private static final String PATTERN = "carrotPattern";
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Map<String, String> exchanges = new ConcurrentHashMap<>();
    private final Set<String> queues = ConcurrentHashMap.newKeySet();
    private final CopyOnWriteArrayList<Entry> bindings = new CopyOnWriteArrayList<>(); // in the order they were made

    private volatile long readAt = System.nanoTime() - FRESH.toNanos() - 1;
    private volatile boolean wasRead;

    /** A binding. */
    record Entry(String exchange, String queue, String pattern) {
        /** {@return the destination that holds what it takes} */
        String source() {
            return VirtualTopics.queue(queue, exchange, pattern);
        }
    }

    /** {@return an exchange's type, or null if there is none of that name} */
    String type(String exchange, Wire wire) {
        if (!exchanges.containsKey(exchange)) {
            read(wire);
        }
        return exchanges.get(exchange);
    }

    boolean hasQueue(String queue, Wire wire) {
        if (!queues.contains(queue)) {
            read(wire);
        }
        return queues.contains(queue);
    }

    /** {@return the bindings of a queue, read anew} */
    List<Entry> bindings(String queue, Wire wire) {
        read(wire);
        return knownBindings(queue);
    }

    /** {@return the same, perhaps without those that were made within the last second} */
    List<Entry> recentBindings(String queue, Wire wire) {
        if (System.nanoTime() - readAt > FRESH.toNanos()) {
            read(wire);
        }
        return knownBindings(queue);
    }

    /** {@return those that have been read or heard of} */
    List<Entry> knownBindings(String queue) {
        return bindings.stream().filter(each -> each.queue().equals(queue)).toList();
    }

    /** {@return whether a binding takes messages with that key} */
    boolean routes(String exchange, String routingKey, Wire wire) {
        if (takes(exchange, routingKey)) {
            return true;
        }
        read(wire);
        return takes(exchange, routingKey);
    }

    private boolean takes(String exchange, String routingKey) {
        return bindings.stream()
                .anyMatch(
                        each -> each.exchange().equals(exchange) && VirtualTopics.matches(each.pattern(), routingKey));
    }

    /** {@return the type it has now, another one if somebody else was faster} */
    String addExchange(String name, String type, Wire wire) {
        write(Map.of(KIND, "exchange", EXCHANGE, name, TYPE, type), wire);
        read(wire); // everybody finds the same one first
        return exchanges.get(name);
    }

    /** Has it in the book; twice, if somebody else has written it since the book was read. */
    void requireQueue(String name, Wire wire) {
        if (!wasRead) {
            read(wire);
        }
        if (!queues.contains(name)) {
            write(Map.of(KIND, "queue", BOUND, name), wire);
            queues.add(name);
        }
    }

    /** Writes it and tells the queue's consumers, in this order, so that who reads after subscribing misses none. */
    void addBinding(Entry binding, Wire wire) {
        write(headers(binding), wire);
        bindings.addIfAbsent(binding);
        wire.ask(StompCommands.send(NEWS, new byte[0], headers(binding), null, null));
    }

    private static Map<String, String> headers(Entry binding) {
        return Map.of(
                KIND, "binding", EXCHANGE, binding.exchange(), BOUND, binding.queue(), PATTERN, binding.pattern());
    }

    /** {@return what news say, which is known from now on} */
    Entry learn(StompFrame news) {
        Entry entry = entry(news);
        bindings.addIfAbsent(entry);
        return entry;
    }

    private static Entry entry(StompFrame news) {
        return new Entry(text(news, EXCHANGE), text(news, BOUND), text(news, PATTERN));
    }

    /** {@return a selector of news on a queue} */
    static String newsOf(String queue) {
        return BOUND + " = '" + queue.replace("'", "''") + "'";
    }

    private static void write(Map<String, String> entry, Wire wire) {
        Map<String, String> headers = new LinkedHashMap<>(entry);
        headers.put("persistent", "true");
        byte[] words = entry.toString().getBytes(StandardCharsets.UTF_8); // for who looks at the queue
        wire.ask(StompCommands.send(QUEUE, words, headers, null, null));
    }

    private void read(Wire wire) {
        long start = System.nanoTime();
        browse(QUEUE, this::read, wire);
        readAt = start;
        wasRead = true;
    }

    private void read(StompFrame each) {
        switch (text(each, KIND)) {
            case "exchange" -> exchanges.putIfAbsent(text(each, EXCHANGE), text(each, TYPE));
            case "queue" -> queues.add(text(each, BOUND));
            case "binding" -> bindings.addIfAbsent(entry(each));
            default -> Messages.LOG.log(System.Logger.Level.DEBUG, "in the book there is also {0}", each);
        }
    }

    private static String text(StompFrame frame, String header) {
        String value = frame.header(header);
        return value == null ? "" : value;
    }

    /** {@return how many messages wait at a destination, those that are with consumers among them} */
    static long count(String destination, Wire wire) {
        return count(destination, destination, wire);
    }

    /** {@return the same of a queue that is not made by being asked for} */
    static long countIfThere(String destination, Wire wire) {
        return count(destination, destination + ".>", wire);
    }

    private static long count(String destination, String pattern, Wire wire) {
        long[] count = new long[1];
        browse(
                pattern,
                each -> {
                    // What waits for a pattern includes what waits elsewhere.
                    if (destination.equals(each.header("destination"))) {
                        count[0]++;
                    }
                },
                wire);
        return count[0];
    }

    private static StompFrame browsing(String destination) {
        return StompCommands.subscribe(
                destination, "browse", AckMode.AUTO, Map.of("browser", "true"), null, StompVersion.V1_2);
    }

    /** {@return whether it is what a browser is sent at the end} */
    static boolean isEnd(StompFrame frame) {
        return "end".equals(frame.header("browser"));
    }

    private static void browse(String destination, Consumer<StompFrame> reader, Wire wire) {
        boolean ended = wire.listen(
                browsing(destination),
                each -> {
                    if (isEnd(each)) {
                        return true;
                    }
                    reader.accept(each);
                    return false;
                },
                QUIET);
        if (!ended) {
            throw Messages.unendedBrowsing(destination, QUIET);
        }
    }
}
