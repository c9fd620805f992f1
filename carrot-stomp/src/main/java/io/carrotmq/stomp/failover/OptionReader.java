package io.carrotmq.stomp.failover;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the options of an address, and says what each kind of them may be. */
final class OptionReader {
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final String MILLIS = "a number of milliseconds from 0 to 2147483647";
    private static final String ATTEMPTS = "a whole number from -1 (no limit) to 2147483647";
    private static final String FACTOR = "a number above 0, up to 1000";
    private static final String FLAG = "true or false";

    private final Map<String, String> values;

    OptionReader(Map<String, String> values, List<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw Messages.unknownOption(name, String.join(", ", known));
            }
        }
        this.values = values;
    }

    Duration pause(String name, Duration otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Duration.ofMillis(whole(name, value, MILLIS));
    }

    int attempts(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : whole(name, value, ATTEMPTS);
    }

    double factor(String name, double otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw Messages.unfitOption(name, value, FACTOR);
        }
        return Double.parseDouble(value);
    }

    boolean flag(String name, boolean otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw Messages.unfitOption(name, value, FLAG);
        }
        return value.equals("true");
    }

    static void checkPause(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw Messages.unfitOption(name, value, MILLIS);
        }
    }

    static void checkAttempts(String name, int value) {
        if (value < -1) {
            throw Messages.unfitOption(name, value, ATTEMPTS);
        }
    }

    static void checkFactor(String name, double value) {
        if (!(value > 0 && value <= 1_000)) {
            throw Messages.unfitOption(name, value, FACTOR);
        }
    }

    private static int whole(String name, String value, String range) {
        if (WHOLE.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE) {
                return (int) number;
            }
        }
        throw Messages.unfitOption(name, value, range);
    }
}
