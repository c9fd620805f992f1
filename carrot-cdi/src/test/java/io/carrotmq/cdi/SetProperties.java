package io.carrotmq.cdi;

import java.util.LinkedHashMap;
import java.util.Map;

/** System properties that a test sets, and puts back. */
final class SetProperties {
    private final Map<String, String> before = new LinkedHashMap<>();

    void set(String name, String value) {
        String old = System.setProperty(name, value);
        if (!before.containsKey(name)) {
            before.put(name, old);
        }
    }

    void restore() {
        before.forEach((name, old) -> {
            if (old == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, old);
            }
        });
        before.clear();
    }
}
