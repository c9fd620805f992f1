package io.carrotmq.transport.memory;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The bindings from one exchange, as its type looks them up. */
interface Bindings {
    void add(Route route);

    void remove(Route route);

    /** Tells the destinations of a message, the same perhaps more than once. */
    void match(String routingKey, Map<String, Object> headers, Consumer<Destination> to);

    /** {@return those of an exchange type, or null if there is none of that name} */
    static Bindings of(String type) {
        return switch (type) {
            case "direct" -> new Direct();
            case "fanout" -> new Fanout();
            case "topic" -> new TopicBindings();
            case "headers" -> new HeadersBindings();
            default -> null;
        };
    }

    /** By equal routing keys. */
    final class Direct implements Bindings {
        private final Map<String, Set<Route>> byKey = new HashMap<>();

        @Override
        public void add(Route route) {
            byKey.computeIfAbsent(route.key(), key -> new LinkedHashSet<>()).add(route);
        }

        @Override
        public void remove(Route route) {
            byKey.computeIfPresent(route.key(), (key, routes) -> {
                routes.remove(route);
                return routes.isEmpty() ? null : routes;
            });
        }

        @Override
        public void match(String routingKey, Map<String, Object> headers, Consumer<Destination> to) {
            byKey.getOrDefault(routingKey, Set.of()).forEach(route -> to.accept(route.destination()));
        }
    }

    /** To all. */
    final class Fanout implements Bindings {
        private final Set<Route> routes = new LinkedHashSet<>();

        @Override
        public void add(Route route) {
            routes.add(route);
        }

        @Override
        public void remove(Route route) {
            routes.remove(route);
        }

        @Override
        public void match(String routingKey, Map<String, Object> headers, Consumer<Destination> to) {
            routes.forEach(route -> to.accept(route.destination()));
        }
    }

    /** The default exchange's: every queue by its name. */
    record ByName(Function<String, Destination> queues) implements Bindings {
        @Override
        public void add(Route route) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(Route route) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void match(String routingKey, Map<String, Object> headers, Consumer<Destination> to) {
            Destination queue = queues.apply(routingKey);
            if (queue != null) {
                to.accept(queue);
            }
        }
    }
}
