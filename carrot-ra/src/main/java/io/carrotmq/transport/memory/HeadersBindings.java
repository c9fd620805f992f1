package io.carrotmq.transport.memory;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** By the message's headers. */
final class HeadersBindings implements Bindings {
    private static final String MATCH = "x-match";

    private final Set<Route> routes = new LinkedHashSet<>();

    /** Refuses a binding that says neither all nor any. */
    static void require(Map<String, Object> arguments) {
        Object match = arguments.getOrDefault(MATCH, "all");
        if (!(match instanceof String)) {
            throw Refusal.precondition("Invalid x-match field type " + Arguments.typeOf(match) + " (value " + match
                    + "); expected longstr");
        }
        if (!Set.of("all", "any", "all-with-x", "any-with-x").contains(match)) {
            throw Refusal.precondition(
                    "Invalid x-match field value <<\"" + match + "\">>; expected all, any, all-with-x, or any-with-x");
        }
    }

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
        for (Route route : routes) {
            if (matches(route.arguments(), headers)) {
                to.accept(route.destination());
            }
        }
    }

    private static boolean matches(Map<String, Object> wanted, Map<String, Object> headers) {
        String match = (String) wanted.getOrDefault(MATCH, "all");
        boolean withX = match.endsWith("-with-x");
        boolean any = match.startsWith("any");
        for (Map.Entry<String, Object> each : wanted.entrySet()) {
            if (each.getKey().equals(MATCH) || !withX && each.getKey().startsWith("x-")) {
                continue;
            }
            boolean same = headers.containsKey(each.getKey()) && same(each.getValue(), headers.get(each.getKey()));
            if (same == any) {
                return any;
            }
        }
        return !any;
    }

    private static boolean same(Object wanted, Object is) {
        if (wanted instanceof Number left && is instanceof Number right) {
            return Arguments.sameNumber(left, right);
        }
        return wanted instanceof byte[] left && is instanceof byte[] right
                ? Arrays.equals(left, right)
                : wanted.equals(is);
    }
}
