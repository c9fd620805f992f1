package io.carrotmq.cdi.internal;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an administrator can set from outside: a system property, else an environment variable. */
record Settings(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    static final String FACTORY_PROPERTY = "carrot.connection-factory";
    static final String FACTORY_VARIABLE = "CARROT_CONNECTION_FACTORY";
    static final String URI_PROPERTY = "carrot.uri";
    static final String URI_VARIABLE = "CARROT_URI";

    /** Those of this Java process. */
    static Settings ofProcess() {
        return new Settings(System::getProperty, System::getenv);
    }

    /** A value, and where it was set. */
    record Setting(String origin, String value) {}

    Optional<Setting> connectionFactory() {
        return find(FACTORY_PROPERTY, FACTORY_VARIABLE);
    }

    Optional<Setting> uri() {
        return find(URI_PROPERTY, URI_VARIABLE);
    }

    private Optional<Setting> find(String property, String variable) {
        return setting("system property " + property, properties.apply(property))
                .or(() -> setting("environment variable " + variable, environment.apply(variable)));
    }

    private static Optional<Setting> setting(String origin, String value) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(new Setting(origin, value.trim()));
    }
}
