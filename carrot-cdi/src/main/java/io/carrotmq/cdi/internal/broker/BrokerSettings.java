package io.carrotmq.cdi.internal.broker;

import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.config.Settings;
import io.carrotmq.cdi.internal.config.Settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is set for one broker: {@code carrot.brokers.<name>.…}. The default broker, whose name is empty, is called
 * {@code default} there, and its address has a short name besides, which goes before.
 */
record BrokerSettings(Configuration configuration, String broker) {
    static final String PREFIX = "carrot.brokers.";
    static final String DEFAULT = "default";
    static final String DEFAULT_URI = "amqp://guest:guest@localhost:5672/%2F";

    private static final String FACTORY = ".connection-factory";
    private static final String URI = ".uri";
    private static final Pattern ADDRESS = Pattern.compile("carrot\\.brokers\\.([^.]+)\\.(?:uri|connection-factory)");
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Whether a name can be that of a broker; that of the default one cannot be written, it is what is left. */
    static boolean isWellFormed(String broker) {
        return WELL_FORMED.matcher(broker).matches() && !broker.equals(DEFAULT);
    }

    /** The names of all brokers that have an address, as they are set. */
    static List<String> namesIn(Configuration configuration) {
        return configuration.names().stream()
                .map(ADDRESS::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .filter(name -> !name.equals(DEFAULT))
                .distinct()
                .sorted()
                .toList();
    }

    boolean isDefault() {
        return broker.isEmpty();
    }

    /** What comes before each name. */
    String prefix() {
        return PREFIX + (isDefault() ? DEFAULT : broker);
    }

    /** The name in JNDI that is set. */
    Optional<Setting> factory() {
        return shortly(Settings.FACTORY).or(() -> configuration.find(prefix() + FACTORY));
    }

    /** The address that is set. */
    Optional<Setting> uri() {
        return shortly(Settings.URI).or(() -> configuration.find(prefix() + URI));
    }

    private Optional<Setting> shortly(String name) {
        return isDefault() ? configuration.find(name) : Optional.empty();
    }

    /** The address to open where there is no JNDI; only the default broker has one unless it is set. */
    Optional<String> address() {
        return uri().map(Setting::value).or(() -> isDefault() ? Optional.of(DEFAULT_URI) : Optional.empty());
    }

    /** Properties of the connection factory that is opened. Of environment variables only the credentials are known by name. */
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        for (String credential : List.of("userName", "password")) {
            configuration
                    .find(prefix() + "." + credential)
                    .ifPresent(setting -> properties.put(credential, setting.value()));
        }
        configuration.under(prefix() + ".").forEach((name, setting) -> properties.put(name, setting.value()));
        properties.keySet().removeAll(List.of(FACTORY.substring(1), URI.substring(1)));
        return properties;
    }

    /** The portable name, WildFly's, and the one of Payara, GlassFish and Open Liberty. */
    List<String> jndiNames() {
        String name = isDefault() ? "CarrotConnectionFactory" : broker;
        return List.of("java:comp/env/eis/" + name, "java:/eis/" + name, "eis/" + name);
    }

    /** How messages name it. */
    String label() {
        return isDefault() ? "connection factory" : "broker " + broker;
    }
}
