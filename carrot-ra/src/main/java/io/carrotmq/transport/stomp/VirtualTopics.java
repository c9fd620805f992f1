package io.carrotmq.transport.stomp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How ActiveMQ Classic calls exchanges and bindings. What is published to exchange X with key K goes to the topic {@code
 * VirtualTopic.X.K}; a queue q that is bound to X is a queue {@code Consumer.q.VirtualTopic.X.P}, which gets a copy of what
 * goes to a topic that matches P: {@code *} is one word, {@code >} at the end any number of them.
 *
 * <p>The names of exchange and queue are one word each, and the words of a key are words there; what ActiveMQ would take for
 * something else is written as {@code %} and two digits, and an empty word as {@code %}.
 */
final class VirtualTopics {
    private static final String TOPIC = "/topic/VirtualTopic.";
    private static final String CONSUMER = "/queue/Consumer.";
    private static final String ANY = ">";
    private static final String ONE = "*";
    private static final String PLAIN = "-_/:$@+=~!#";

    private VirtualTopics() {}

    static String topic(String exchange, String routingKey) {
        return TOPIC + word(exchange) + suffix(words(routingKey));
    }

    /** {@return the queue a binding is; the pattern comes from {@link #pattern}} */
    static String queue(String queue, String exchange, String pattern) {
        return CONSUMER + word(queue) + ".VirtualTopic." + word(exchange) + (pattern.isEmpty() ? "" : "." + pattern);
    }

    /**
     * {@return what a binding's key is here}
     *
     * @param type the exchange's type: {@code direct}, {@code fanout}, {@code topic}
     * @throws io.carrotmq.transport.TransportException if ActiveMQ has no such pattern
     */
    static String pattern(String type, String bindingKey) {
        if (type.equals("fanout")) {
            return ANY;
        }
        if (type.equals("direct")) {
            return String.join(".", words(bindingKey));
        }
        List<String> patterns = new ArrayList<>();
        String[] parts = bindingKey.isEmpty() ? new String[0] : bindingKey.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("#") && i < parts.length - 1) {
                throw Messages.innerHash(bindingKey);
            }
            patterns.add(parts[i].equals("#") ? ANY : parts[i].equals(ONE) ? ONE : word(parts[i]));
        }
        return String.join(".", patterns);
    }

    /** {@return whether a message with that key goes where that pattern is} */
    static boolean matches(String pattern, String routingKey) {
        return overlap(pattern, String.join(".", words(routingKey)));
    }

    /** {@return whether there can be a message that goes where both patterns are} */
    static boolean overlap(String one, String other) {
        return overlap(split(one), split(other));
    }

    private static boolean overlap(List<String> one, List<String> other) {
        int i = 0;
        while (true) {
            boolean oneIsOver = i == one.size();
            boolean otherIsOver = i == other.size();
            if (!oneIsOver && one.get(i).equals(ANY)
                    || !otherIsOver && other.get(i).equals(ANY)) {
                return true;
            }
            if (oneIsOver || otherIsOver) {
                return oneIsOver && otherIsOver;
            }
            String a = one.get(i);
            String b = other.get(i);
            if (!a.equals(b) && !a.equals(ONE) && !b.equals(ONE)) {
                return false;
            }
            i++;
        }
    }

    private static List<String> split(String pattern) {
        return pattern.isEmpty() ? List.of() : List.of(pattern.split("\\.", -1));
    }

    /** {@return whether there is a queue behind the name that belongs to a binding} */
    static boolean isBinding(String destination) {
        return destination.startsWith(CONSUMER) && destination.indexOf('.', CONSUMER.length()) > 0;
    }

    /** {@return the queue that is bound, of the name of a binding's queue} */
    static String bound(String destination) {
        return plain(destination.substring(CONSUMER.length(), destination.indexOf('.', CONSUMER.length())));
    }

    static boolean isTopic(String destination) {
        return destination.startsWith(TOPIC) && destination.length() > TOPIC.length();
    }

    static String exchange(String topic) {
        return plain(split(topic.substring(TOPIC.length())).get(0));
    }

    static String routingKey(String topic) {
        List<String> words = split(topic.substring(TOPIC.length()));
        return words.stream().skip(1).map(VirtualTopics::plain).collect(Collectors.joining("."));
    }

    private static String suffix(List<String> words) {
        return words.stream().map(word -> "." + word).collect(Collectors.joining());
    }

    private static List<String> words(String key) {
        return key.isEmpty()
                ? List.of()
                : Stream.of(key.split("\\.", -1)).map(VirtualTopics::word).toList();
    }

    private static String word(String text) {
        if (text.isEmpty()) {
            return "%";
        }
        StringBuilder word = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                word.appendCodePoint(c);
            } else {
                for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    word.append(String.format("%%%02X", each));
                }
            }
        });
        return word.toString();
    }

    private static String plain(String word) {
        return word.equals("%") ? "" : Texts.percentDecoded(word);
    }
}
