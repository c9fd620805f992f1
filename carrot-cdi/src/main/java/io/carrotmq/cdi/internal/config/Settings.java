package io.carrotmq.cdi.internal.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an administrator can set from outside: by MicroProfile Config, else a system property, else an environment variable. */
public final class Settings {
    /** The name of the default broker's connection factory in JNDI. */
    public static final String FACTORY = "carrot.connection-factory";

    /** The default broker's address, where there is no JNDI. */
    public static final String URI = "carrot.uri";

    private final List<Source> sources;

    private Settings(List<Source> sources) {
        this.sources = sources;
    }

    /** {@return those of this Java process, or of the application that is being deployed where there is MicroProfile Config} */
    public static Settings ofProcess() {
        return (hasMicroProfile() ? MicroProfileSource.ofApplication() : Optional.<Source>empty())
                .map(source -> new Settings(List.of(source)))
                .orElseGet(() -> new Settings(
                        List.of(new PropertySource(System::getProperties), new EnvironmentSource(System.getenv()))));
    }

    /** {@return those of certain system properties and environment variables} */
    public static Settings of(Map<String, String> properties, Map<String, String> environment) {
        return new Settings(List.of(new PropertySource(() -> properties), new EnvironmentSource(environment)));
    }

    private static boolean hasMicroProfile() {
        try {
            Class.forName("org.eclipse.microprofile.config.ConfigProvider", false, Settings.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /**
     * A value, and where it was set.
     *
     * @param origin the place, for messages
     * @param value the value, without blanks around it
     */
    public record Setting(String origin, String value) {}

    /** {@return what a name is set to, if it is set to something that is not blank} */
    public Optional<Setting> find(String name) {
        return sources.stream().flatMap(source -> source.find(name).stream()).findFirst();
    }

    /** {@return the environment variable for a name: upper case, with an underscore for what is neither letter nor digit} */
    public static String variable(String name) {
        return name.replaceAll("[^\\p{Alnum}]", "_").toUpperCase(Locale.ROOT);
    }

    /** The names that are set, as they are written: with dots, or as environment variables. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        sources.forEach(source -> names.addAll(source.names()));
        return names;
    }
}
