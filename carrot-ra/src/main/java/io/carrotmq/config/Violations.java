package io.carrotmq.config;

import io.carrotmq.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a set of properties, so that it is reported in one go. */
public final class Violations {
    /**
     * One property that is wrong.
     *
     * @param property its name
     * @param text the numbered text: value, limit, remedy
     */
    public record Violation(String property, String text) {}

    private final List<Violation> found = new ArrayList<>();

    public void add(String property, String text) {
        found.add(new Violation(property, text));
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /** Reports a number that is outside its range. */
    public void requireRange(String property, long value, long min, long max) {
        if (value < min || value > max) {
            add(property, Messages.outOfRange(property, value, min, max));
        }
    }

    /** Parses one of several words, case-insensitively; null or blank gives the default. */
    public <E extends Enum<E>> E parse(String property, String value, Class<E> type, E otherwise) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().replace("_", "").equalsIgnoreCase(value.trim())) {
                return constant;
            }
        }
        add(property, Messages.unknownWord(property, value, type));
        return otherwise;
    }

    /**
     * Ends the collection.
     *
     * @throws ConfigurationException if anything was found
     */
    public void throwIfAny(String who) {
        if (!found.isEmpty()) {
            throw Messages.wrongSettings(who, found);
        }
    }
}
