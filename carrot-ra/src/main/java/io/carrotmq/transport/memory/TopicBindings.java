package io.carrotmq.transport.memory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** By patterns of words, kept as a tree of words so that a look-up does not depend on the number of bindings. */
final class TopicBindings implements Bindings {
    private static final String ONE = "*";
    private static final String ANY = "#";

    /** The end of a pattern's beginning. */
    private static final class Node {
        private final Map<String, Node> next = new HashMap<>();
        private final Set<Route> routes = new LinkedHashSet<>();

        boolean isEmpty() {
            return next.isEmpty() && routes.isEmpty();
        }
    }

    private final Node root = new Node();

    @Override
    public void add(Route route) {
        Node node = root;
        for (String word : words(route.key())) {
            node = node.next.computeIfAbsent(word, key -> new Node());
        }
        node.routes.add(route);
    }

    @Override
    public void remove(Route route) {
        remove(root, words(route.key()), 0, route);
    }

    private static void remove(Node node, List<String> words, int at, Route route) {
        if (at == words.size()) {
            node.routes.remove(route);
            return;
        }
        Node child = node.next.get(words.get(at));
        if (child != null) {
            remove(child, words, at + 1, route);
            if (child.isEmpty()) {
                node.next.remove(words.get(at));
            }
        }
    }

    /** The empty key has no words, as on RabbitMQ: {@code #} takes it and {@code *} does not. */
    private static List<String> words(String key) {
        return key.isEmpty() ? List.of() : List.of(key.split("\\.", -1));
    }

    @Override
    public void match(String routingKey, Map<String, Object> headers, Consumer<Destination> to) {
        new Search(words(routingKey), to).from(root, 0);
    }

    /** One look-up. */
    private static final class Search {
        /** A {@code #} and how many words were before it: to be followed once, however many ways lead there. */
        private record Followed(Node any, int at) {}

        private final List<String> words;
        private final Consumer<Destination> to;
        private final Set<Followed> followed = new HashSet<>();

        Search(List<String> words, Consumer<Destination> to) {
            this.words = words;
            this.to = to;
        }

        void from(Node node, int at) {
            Node any = node.next.get(ANY);
            if (any != null) {
                for (int rest = at; rest <= words.size() && followed.add(new Followed(any, rest)); rest++) {
                    from(any, rest);
                }
            }
            if (at == words.size()) {
                node.routes.forEach(route -> to.accept(route.destination()));
                return;
            }
            follow(node.next.get(words.get(at)), at);
            if (!words.get(at).equals(ONE)) {
                follow(node.next.get(ONE), at);
            }
        }

        /** A word that is {@code #} in a routing key is a word like any other, and has been followed as a pattern. */
        private void follow(Node node, int at) {
            if (node != null) {
                from(node, at + 1);
            }
        }
    }
}
