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

    static ConfigurationException noConnectionFactory(Map<String, String> tried, List<? extends Exception> failures) {
        return problem(
                "CARROT-0313",
                "connection factory",
                "JNDI has none under " + tried.size() + " names: " + list(tried)
                        + "; give the connection factory one of these names, or name it in system property "
                        + Settings.FACTORY + " or environment variable " + Settings.variable(Settings.FACTORY)
                        + ", or write a producer of io.carrotmq.ConnectionFactory; where there is JNDI none is opened for "
                        + Settings.URI + " or " + Settings.variable(Settings.URI),
                failures);
    }

    static ConfigurationException configuredFactoryMissing(
            String setting, Map<String, String> tried, List<? extends Exception> failures) {
        return problem(
                "CARROT-0314",
                "connection factory",
                setting + " names a connection factory that JNDI does not have: " + list(tried)
                        + "; correct the name or remove the setting",
                failures);
    }

    static ConfigurationException severalConnectionFactories(Collection<String> beans, Exception cause) {
        return new ConfigurationException(
                "CARROT-0315",
                "[connection factory] " + beans.size() + " beans of the application are ConnectionFactory @Default: "
                        + beans + "; keep one, or give the others a qualifier",
                cause);
    }

    static ConfigurationException applicationEnded() {
        return problem(
                "CARROT-0316",
                "connection factory",
                "the application has ended and its connection factory with it; stop publishers and consumers before");
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
