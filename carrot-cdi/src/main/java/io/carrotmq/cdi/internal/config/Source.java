package io.carrotmq.cdi.internal.config;

import java.util.Optional;
import java.util.Set;

/** One place where an administrator can set something. */
interface Source {
    /** What a name is set to here, if it is set to something that is not blank. */
    Optional<Settings.Setting> find(String name);

    /** The names that are set here, as they are written: those that may be Carrot's, and perhaps others. */
    Set<String> names();

    static Optional<Settings.Setting> setting(String origin, String value) {
        return value == null || value.isBlank()
                ? Optional.empty()
                : Optional.of(new Settings.Setting(origin, value.trim()));
    }
}
