package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.config.Configuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The brokers that one application has and needs, by their names. Safe for use by any number of threads. */
final class Brokers {
    private final Configuration configuration;
    private final ConnectionFactories factories;

    /** Who needs which broker. */
    private final Map<String, Set<String>> uses = new LinkedHashMap<>();

    Brokers(Configuration configuration, ConnectionFactories factories) {
        this.configuration = configuration;
        this.factories = factories;
    }

    synchronized void use(String broker, String point) {
        uses.computeIfAbsent(broker, name -> new LinkedHashSet<>()).add(point);
    }

    /** All names known, of which some may have been needed and are nowhere. */
    synchronized Set<String> names() {
        Set<String> names = new TreeSet<>(uses.keySet());
        names.addAll(known());
        names.remove("");
        return names;
    }

    /** Those needed; the default one if none is. */
    synchronized Set<String> used() {
        return uses.isEmpty() ? Set.of("") : Set.copyOf(uses.keySet());
    }

    private Set<String> known() {
        Set<String> known = new TreeSet<>(factories.ownNames());
        known.addAll(BrokerSettings.namesIn(configuration));
        return known;
    }

    /**
     * What is wrong with them.
     *
     * @param container whether there is a container, where a broker may be found by its name in JNDI only, or later
     */
    synchronized List<ConfigurationException> problems(boolean container) {
        List<ConfigurationException> problems = new ArrayList<>();
        uses.forEach((broker, points) -> points.forEach(point -> {
            if (!isWellFormedOrDefault(broker)) {
                problems.add(Messages.malformedBroker(point, broker));
            } else if (!container && !isKnown(broker)) {
                problems.add(Messages.unknownBroker(point, broker, known()));
            }
        }));
        for (String name : BrokerSettings.namesIn(configuration)) {
            if (!BrokerSettings.isWellFormed(name)) {
                problems.add(Messages.malformedBroker(BrokerSettings.PREFIX + name, name));
            }
        }
        ask();
        if (!container) {
            open(problems);
        }
        return problems;
    }

    /** Where there is no container an address and properties are tried out; nothing connects yet. */
    private void open(List<ConfigurationException> problems) {
        for (String broker : uses.keySet()) {
            BrokerSettings settings = new BrokerSettings(configuration, broker);
            if (isWellFormedOrDefault(broker)
                    && !factories.hasOwn(broker)
                    && settings.uri().isPresent()
                    && settings.factory().isEmpty()) {
                try {
                    factories.find(broker, Thread.currentThread().getContextClassLoader());
                } catch (ConfigurationException e) {
                    problems.add(Messages.cannotBeOpened(settings, e));
                }
            }
        }
    }

    private static boolean isWellFormedOrDefault(String broker) {
        return broker.isEmpty() || BrokerSettings.isWellFormed(broker);
    }

    /** Asks also for what is set by environment variables, whose names do not say the broker's as it is written. */
    private boolean isKnown(String broker) {
        BrokerSettings settings = new BrokerSettings(configuration, broker);
        return broker.isEmpty()
                || factories.hasOwn(broker)
                || settings.uri().isPresent()
                || settings.factory().isPresent();
    }

    /** So that everything that is set for a broker is known; the factory that is opened with it says what it does not know. */
    private void ask() {
        Set<String> all = new TreeSet<>(names());
        all.add("");
        for (String broker : all) {
            BrokerSettings settings = new BrokerSettings(configuration, broker);
            boolean known = isKnown(broker);
            configuration.own(settings.prefix());
            settings.factory();
            settings.uri();
            if (known) {
                settings.properties();
            }
        }
    }
}
