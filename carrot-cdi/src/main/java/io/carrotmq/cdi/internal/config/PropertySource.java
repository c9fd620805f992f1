package io.carrotmq.cdi.internal.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** System properties. */
record PropertySource(Supplier<? extends Map<?, ?>> properties) implements Source {
    @Override
    public Optional<Settings.Setting> find(String name) {
        return Source.setting(
                "system property " + name, properties.get().get(name) instanceof String value ? value : null);
    }

    @Override
    public Set<String> names() {
        // A copy: another thread may set one meanwhile.
        return Set.copyOf(properties.get().keySet()).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toSet());
    }
}
