package io.carrotmq.example.it.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** An exception as lines: each cause and each suppressed one. */
final class Problems {
    private Problems() {}

    static List<String> of(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        collect(thrown, lines, Collections.newSetFromMap(new IdentityHashMap<>()));
        return lines;
    }

    private static void collect(Throwable thrown, List<String> lines, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        lines.add(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        for (Throwable suppressed : thrown.getSuppressed()) {
            collect(suppressed, lines, seen);
        }
        collect(thrown.getCause(), lines, seen);
    }
}
