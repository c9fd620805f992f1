package io.carrotmq.config;

import io.carrotmq.ConfigurationException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
            add(
                    property,
                    Messages.outOfRange(property, String.valueOf(value), String.valueOf(min), String.valueOf(max)));
        }
    }

    /** Parses a number with a fraction; null, blank or what is wrong gives the default. */
    public double parseDecimal(String property, String text, double otherwise, double min, double max) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            BigDecimal value = new BigDecimal(text.trim());
            if (value.compareTo(BigDecimal.valueOf(min)) >= 0 && value.compareTo(BigDecimal.valueOf(max)) <= 0) {
                return value.doubleValue();
            }
            add(property, Messages.outOfRange(property, text.trim(), plain(min), plain(max)));
        } catch (NumberFormatException e) {
            add(property, Messages.noNumber(property, text, plain(min), plain(max)));
        }
        return otherwise;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
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

    /** {@return a word as {@link #parse} reads it and the documentation writes it, such as {@code delayQueue}} */
    public static String word(Enum<?> constant) {
        String[] words = constant.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return name.toString();
    }

    /** Reports a text that is null or blank, with what it is for. */
    public void requireText(String property, String value, String why) {
        if (value == null || value.isBlank()) {
            add(property, Messages.missing(property, why));
        }
    }

    /** Reports a property that is given elsewhere as well. */
    public void twice(String property, String elsewhere) {
        add(property, Messages.givenTwice(property, elsewhere));
    }

    /** Reports a value that does not fit another property. */
    public void misfit(String property, Object value, String remedy) {
        add(property, Messages.needs(property, String.valueOf(value), remedy));
    }

    /**
     * Parses {@code name=value;name=value}; a value that is a whole number or a boolean becomes one.
     *
     * @return the arguments; empty for null or blank
     */
    public Map<String, Object> parseArguments(String property, String text) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (String entry : text == null ? new String[0] : text.split(";")) {
            int equals = entry.indexOf('=');
            if (equals > 0 && !entry.substring(0, equals).isBlank()) {
                arguments.put(
                        entry.substring(0, equals).trim(),
                        typed(entry.substring(equals + 1).trim()));
            } else if (!entry.isBlank()) {
                add(property, Messages.malformedArgument(property, entry.trim()));
            }
        }
        return arguments;
    }

    private static Object typed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException text) {
            return value;
        }
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
