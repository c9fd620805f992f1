package io.carrotmq.cdi.internal.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an administrator can set from outside: a system property, else an environment variable. */
public record Settings(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    /** The name of the connection factory in JNDI. */
    public static final String FACTORY = "carrot.connection-factory";

    /** The broker's address, where there is no JNDI. */
    public static final String URI = "carrot.uri";

    /** Those of this Java process. */
    public static Settings ofProcess() {
        return new Settings(System::getProperty, System::getenv);
    }

    /** A value, and where it was set. */
    public record Setting(String origin, String value) {}

    /** {@return what a name is set to, if it is set to something that is not blank} */
    public Optional<Setting> find(String property) {
        String variable = variable(property);
        return setting("system property " + property, properties.apply(property))
                .or(() -> setting("environment variable " + variable, environment.apply(variable)));
    }

    /** {@return the environment variable for a name: upper case, with an underscore for what is neither letter nor digit} */
    public static String variable(String property) {
        return property.replaceAll("[^\\p{Alnum}]", "_").toUpperCase(Locale.ROOT);
    }

    private static Optional<Setting> setting(String origin, String value) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(new Setting(origin, value.trim()));
    }
}
