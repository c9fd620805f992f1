package io.carrotmq.cdi.internal.config;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;

/** MicroProfile Config, which has its own sources; system properties and the environment are among them. */
final class MicroProfileSource implements Source {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]*}");

    private final Config config;

    private MicroProfileSource(Config config) {
        this.config = config;
    }

    /** That of the application which is being deployed; empty where there is the API and nothing behind it. */
    static Optional<Source> ofApplication() {
        try {
            return Optional.of(new MicroProfileSource(ConfigProvider.getConfig()));
        } catch (IllegalStateException noImplementation) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Settings.Setting> find(String name) {
        ConfigValue value = read(name);
        if (value.getValue() == null
                && value.getRawValue() != null
                && !value.getRawValue().isBlank()) {
            throw Messages.unreadable(name, "nothing is set for " + expressions(value.getRawValue()), null);
        }
        return Source.setting("property " + name + " of " + value.getSourceName(), value.getValue());
    }

    /** Without what stands around them: it may be part of a password. */
    private static String expressions(String value) {
        return EXPRESSION.matcher(value).results().map(MatchResult::group).collect(Collectors.joining(", "));
    }

    private ConfigValue read(String name) {
        try {
            return config.getConfigValue(name);
        } catch (RuntimeException e) {
            throw Messages.unreadable(name, e.getMessage(), e);
        }
    }

    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        config.getPropertyNames().forEach(names::add);
        // Some implementations make a name of each variable, with guessed dots and letters; and keep the names they
        // found first.
        names.removeIf(name -> name.startsWith("carrot.") && System.getenv(Settings.variable(name)) != null);
        names.addAll(System.getProperties().stringPropertyNames());
        return names;
    }
}
