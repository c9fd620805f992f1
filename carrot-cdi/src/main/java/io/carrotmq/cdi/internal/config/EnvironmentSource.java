package io.carrotmq.cdi.internal.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Environment variables. */
record EnvironmentSource(Map<String, String> variables) implements Source {
    @Override
    public Optional<Settings.Setting> find(String name) {
        String variable = Settings.variable(name);
        return Source.setting("environment variable " + variable, variables.get(variable));
    }

    @Override
    public Set<String> names() {
        return variables.keySet();
    }
}
