package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.config.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every error text about brokers and their connection factories, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException noConnectionFactory(
            BrokerSettings broker, Map<String, String> tried, List<? extends Exception> failures) {
        return problem(
                "CARROT-0313",
                broker.label(),
                "JNDI has none under " + tried.size() + " names: " + list(tried)
                        + "; give the connection factory one of these names, or name it in system property "
                        + factoryName(broker) + " or environment variable " + Settings.variable(factoryName(broker))
                        + ", or write a producer of io.carrotmq.ConnectionFactory" + qualifier(broker)
                        + "; where there is JNDI none is opened for " + uriName(broker) + " or "
                        + Settings.variable(uriName(broker)),
                failures);
    }

    static ConfigurationException configuredFactoryMissing(
            BrokerSettings broker, String setting, Map<String, String> tried, List<? extends Exception> failures) {
        return problem(
                "CARROT-0314",
                broker.label(),
                setting + " names a connection factory that JNDI does not have: " + list(tried)
                        + "; correct the name or remove the setting",
                failures);
    }

    static ConfigurationException severalConnectionFactories(String broker, Collection<String> beans, Exception cause) {
        return new ConfigurationException(
                "CARROT-0315",
                "[" + (broker.isEmpty() ? "connection factory" : "broker " + broker) + "] " + beans.size()
                        + " beans of the application are ConnectionFactory "
                        + (broker.isEmpty() ? "@Default" : "@Broker(\"" + broker + "\")") + ": " + beans
                        + "; keep one, or give the others a qualifier",
                cause);
    }

    static ConfigurationException applicationEnded(BrokerSettings broker) {
        return problem(
                "CARROT-0316",
                broker.label(),
                "the application has ended and its connection factory with it; stop publishers and consumers before");
    }

    static ConfigurationException unknownBroker(String point, String broker, Collection<String> known) {
        return problem(
                "CARROT-0321",
                point,
                "there is no broker '" + broker + "'; known: " + (known.isEmpty() ? "none by name" : known)
                        + "; correct the name, set " + BrokerSettings.PREFIX + broker
                        + ".uri to its address, or write a producer of io.carrotmq.ConnectionFactory @Broker(\""
                        + broker
                        + "\")");
    }

    static ConfigurationException noAddress(BrokerSettings broker) {
        return unknownBroker(broker.label(), broker.broker(), BrokerSettings.namesIn(broker.configuration()));
    }

    static ConfigurationException cannotBeOpened(BrokerSettings broker, ConfigurationException cause) {
        return new ConfigurationException(
                "CARROT-0326",
                "[" + broker.label() + "] its address or properties are wrong (see the cause); correct "
                        + uriName(broker) + " and " + broker.prefix() + ".*",
                cause);
    }

    static ConfigurationException malformedBroker(String point, String broker) {
        return problem(
                "CARROT-0322",
                point,
                "'" + broker + "' cannot be the name of a broker; expected 1 to 64 letters, digits, - and _, and not '"
                        + BrokerSettings.DEFAULT + "', which is the broker of whatever has no @Broker");
    }

    static ConfigurationException asynchronousObserver(String point) {
        return problem(
                "CARROT-0323",
                point,
                "@ObservesAsync observes what is fired asynchronously, which events of Carrot's are not, so it would never be"
                        + " told; write @Observes, events are fired on a thread of their own");
    }

    private static String factoryName(BrokerSettings broker) {
        return broker.isDefault() ? Settings.FACTORY : broker.prefix() + ".connection-factory";
    }

    private static String uriName(BrokerSettings broker) {
        return broker.isDefault() ? Settings.URI : broker.prefix() + ".uri";
    }

    private static String qualifier(BrokerSettings broker) {
        return broker.isDefault() ? "" : " @Broker(\"" + broker.broker() + "\")";
    }

    static ConfigurationException codecsBroken(String point, Throwable cause) {
        return new ConfigurationException(
                "CARROT-0312",
                "[" + point + "] the application's codec providers cannot be loaded (see the cause); look at its"
                        + " META-INF/services/io.carrotmq.codec.CodecProvider",
                cause);
    }

    private static String list(Map<String, String> tried) {
        return tried.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "' (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static ConfigurationException problem(String code, String who, String text) {
        return new ConfigurationException(code, "[" + who + "] " + text, null);
    }

    private static ConfigurationException problem(
            String code, String who, String text, List<? extends Exception> failures) {
        var problem =
                new ConfigurationException(code, "[" + who + "] " + text, failures.isEmpty() ? null : failures.get(0));
        failures.stream().skip(1).forEach(problem::addSuppressed);
        return problem;
    }
}
