package io.carrotmq.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The address of a broker, or of several of which each will do, taken apart:
 * {@code failover:(stomp://user:password@a/virtualHost,stomp+ssl://b)?randomize=false}. Parts that it does not name are null.
 * All brokers of a list have one user and one virtual host, named with one of them or with more.
 */
record BrokerList(
        List<BrokerAddress> brokers, BrokerOrder order, String virtualHost, String userName, String password) {
    private static final String PREFIX = "failover:";

    /** A comma in front of an address; others belong to a user or a password. */
    private static final Pattern BETWEEN_BROKERS = Pattern.compile(",(?=[A-Za-z][A-Za-z0-9+.-]*://)");

    /** What clients know that reconnect by themselves. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "initialReconnectDelay",
            "maxReconnectDelay",
            "useExponentialBackOff",
            "backOffMultiplier",
            "maxReconnectAttempts",
            "startupMaxReconnectAttempts",
            "reconnectDelayJitter");

    static BrokerList parse(String untrimmed, Violations violations) {
        String text = untrimmed.trim();
        String shown = Secrets.masked(text);
        if (!isList(text)) {
            BrokerUri one = BrokerUri.parse(text, shown, violations);
            if (one == null) {
                return null;
            }
            if (!one.broker().protocol().stomp()) {
                return of(List.of(one), BrokerOrder.DEFAULT);
            }
        }
        String brokers = text.indexOf('?') < 0 ? text : text.substring(0, text.indexOf('?'));
        String options = text.indexOf('?') < 0 ? "" : text.substring(text.indexOf('?') + 1);
        return of(shown, brokers, options, violations);
    }

    private static BrokerList of(String shown, String brokers, String options, Violations violations) {
        int before = violations.found().size();
        if (options.contains("@")) {
            violations.add(
                    "connectionUri", Messages.malformedUri(shown, "a ? in a user's name or password is written %3F"));
            return null;
        }
        String bare = unwrapped(brokers);
        if (bare.startsWith("(") || bare.endsWith(")")) {
            violations.add("connectionUri", Messages.malformedUri(shown, "its brackets do not match"));
            return null;
        }
        List<BrokerUri> uris = new ArrayList<>();
        for (String broker : apart(bare)) {
            BrokerUri uri = BrokerUri.parse(broker.trim(), shown, violations);
            if (uri == null) {
                return null;
            }
            if (!uri.broker().protocol().stomp()) {
                violations.add("connectionUri", Messages.cannotBeListed(shown, uri.broker()));
                return null;
            }
            uris.add(uri);
        }
        agree(uris, shown, violations);
        BrokerOrder order = order(shown, options, violations);
        return violations.found().size() > before ? null : of(uris, uris.size() == 1 ? BrokerOrder.DEFAULT : order);
    }

    private static void agree(List<BrokerUri> uris, String shown, Violations violations) {
        Map<String, Function<BrokerUri, String>> parts = new LinkedHashMap<>();
        parts.put("user", BrokerUri::userName);
        parts.put("password", BrokerUri::password);
        parts.put("virtual host", BrokerUri::virtualHost);
        parts.forEach((what, part) -> {
            if (uris.stream().map(part).filter(Objects::nonNull).distinct().count() > 1) {
                violations.add("connectionUri", Messages.brokersDiffer(shown, what));
            }
        });
    }

    private static BrokerOrder order(String shown, String options, Violations violations) {
        BrokerOrder order = BrokerOrder.DEFAULT;
        for (String option : options.isEmpty() ? new String[0] : options.split("[,&]")) {
            String name = option.replaceFirst("=.*", "");
            String value = option.substring(Math.min(option.length(), name.length() + 1));
            boolean isBoolean = value.equals("true") || value.equals("false");
            if (name.equals("randomize") && isBoolean) {
                order = new BrokerOrder(Boolean.parseBoolean(value), order.priorityBackup());
            } else if (name.equals("priorityBackup") && isBoolean) {
                order = new BrokerOrder(order.randomize(), Boolean.parseBoolean(value));
            } else if (OF_CLIENTS.contains(name)) {
                violations.add("connectionUri", Messages.notForTheAdapter(shown, name));
            } else {
                violations.add("connectionUri", Messages.unfitOption(shown, name));
            }
        }
        return order;
    }

    private static BrokerList of(List<BrokerUri> uris, BrokerOrder order) {
        return new BrokerList(
                uris.stream().map(BrokerUri::broker).toList(),
                order,
                first(uris, BrokerUri::virtualHost),
                first(uris, BrokerUri::userName),
                first(uris, BrokerUri::password));
    }

    private static String first(List<BrokerUri> uris, Function<BrokerUri, String> part) {
        return uris.stream().map(part).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static boolean isList(String text) {
        return text.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) || apart(text).length > 1;
    }

    /** The brokers of a list, the first and the last with what is around the list. */
    static String[] apart(String text) {
        return BETWEEN_BROKERS.split(text);
    }

    /** What is left without the prefix and one pair of brackets. */
    static String unwrapped(String text) {
        String bare = text.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) ? text.substring(PREFIX.length()) : text;
        return bare.startsWith("(") && bare.endsWith(")") ? bare.substring(1, bare.length() - 1) : bare;
    }
}
