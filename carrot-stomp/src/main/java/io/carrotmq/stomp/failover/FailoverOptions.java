package io.carrotmq.stomp.failover;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How often and how fast to try again. Immutable; get one from {@link FailoverUri#options}, or start from {@link #DEFAULT}.
 *
 * @param initialReconnectDelay the pause before the second attempt; the first has none. Zero to 2,147,483,647 ms
 * @param maxReconnectDelay the longest pause, also with jitter. The same range
 * @param useExponentialBackOff whether each pause is the one before times {@code backOffMultiplier}
 * @param backOffMultiplier the factor, above 0 to 1,000; below 1 pauses become shorter
 * @param maxReconnectAttempts how many attempts may follow the first one of a reconnection; -1 means no limit
 * @param startupMaxReconnectAttempts the same for the first connection ever; the default of 0 means a single attempt
 * @param reconnectDelayJitter the most a pause may be lengthened by at random. The same range as the pauses
 * @param randomize whether the brokers are tried in random order, another one each round
 * @param priorityBackup whether brokers on this machine are tried before the others in each round
 */
public record FailoverOptions(
        Duration initialReconnectDelay,
        Duration maxReconnectDelay,
        boolean useExponentialBackOff,
        double backOffMultiplier,
        int maxReconnectAttempts,
        int startupMaxReconnectAttempts,
        Duration reconnectDelayJitter,
        boolean randomize,
        boolean priorityBackup) {
    // Before DEFAULT, which is checked against it.
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    /**
     * Pauses from 10 ms on, doubled up to 30 s, no limit except at the start, where there is one attempt; no jitter; random
     * order; no priority.
     */
    public static final FailoverOptions DEFAULT = new FailoverOptions(
            Duration.ofMillis(10), Duration.ofSeconds(30), true, 2.0, -1, 0, Duration.ZERO, true, false);

    private static final String INITIAL_DELAY = "initialReconnectDelay";
    private static final String MAX_DELAY = "maxReconnectDelay";
    private static final String BACK_OFF = "useExponentialBackOff";
    private static final String MULTIPLIER = "backOffMultiplier";
    private static final String MAX_ATTEMPTS = "maxReconnectAttempts";
    private static final String STARTUP_ATTEMPTS = "startupMaxReconnectAttempts";
    private static final String JITTER = "reconnectDelayJitter";
    private static final String RANDOMIZE = "randomize";
    private static final String PRIORITY = "priorityBackup";
    private static final List<String> NAMES = List.of(
            INITIAL_DELAY,
            MAX_DELAY,
            BACK_OFF,
            MULTIPLIER,
            MAX_ATTEMPTS,
            STARTUP_ATTEMPTS,
            JITTER,
            RANDOMIZE,
            PRIORITY);

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final String MILLIS = "a number of milliseconds from 0 to 2147483647";
    private static final String ATTEMPTS = "a whole number from -1 (no limit) to 2147483647";
    private static final String FACTOR = "a number above 0, up to 1000";

    /**
     * Checks the ranges.
     *
     * @throws io.carrotmq.stomp.StompConfigurationException if a value is out of its range
     */
    public FailoverOptions {
        checkPause(INITIAL_DELAY, initialReconnectDelay);
        checkPause(MAX_DELAY, maxReconnectDelay);
        checkPause(JITTER, reconnectDelayJitter);
        if (!(backOffMultiplier > 0 && backOffMultiplier <= 1_000)) {
            throw Messages.unfitOption(MULTIPLIER, backOffMultiplier, FACTOR);
        }
        checkAttempts(MAX_ATTEMPTS, maxReconnectAttempts);
        checkAttempts(STARTUP_ATTEMPTS, startupMaxReconnectAttempts);
    }

    /** {@return what the options of an address say, with the defaults for the others} */
    static FailoverOptions of(Map<String, String> values) {
        for (String name : values.keySet()) {
            if (!NAMES.contains(name)) {
                throw Messages.unknownOption(name, String.join(", ", NAMES));
            }
        }
        return new FailoverOptions(
                pause(values, INITIAL_DELAY, DEFAULT.initialReconnectDelay),
                pause(values, MAX_DELAY, DEFAULT.maxReconnectDelay),
                flag(values, BACK_OFF, DEFAULT.useExponentialBackOff),
                factor(values, DEFAULT.backOffMultiplier),
                attempts(values, MAX_ATTEMPTS, DEFAULT.maxReconnectAttempts),
                attempts(values, STARTUP_ATTEMPTS, DEFAULT.startupMaxReconnectAttempts),
                pause(values, JITTER, DEFAULT.reconnectDelayJitter),
                flag(values, RANDOMIZE, DEFAULT.randomize),
                flag(values, PRIORITY, DEFAULT.priorityBackup));
    }

    private static Duration pause(Map<String, String> values, String name, Duration otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Duration.ofMillis(whole(name, value, MILLIS));
    }

    private static int attempts(Map<String, String> values, String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : whole(name, value, ATTEMPTS);
    }

    private static int whole(String name, String value, String range) {
        if (WHOLE.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number <= Integer.MAX_VALUE && number >= -1) {
                return (int) number;
            }
        }
        throw Messages.unfitOption(name, value, range);
    }

    private static boolean flag(Map<String, String> values, String name, boolean otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw Messages.unfitOption(name, value, "true or false");
        }
        return value.equals("true");
    }

    private static double factor(Map<String, String> values, double otherwise) {
        String value = values.get(MULTIPLIER);
        if (value == null) {
            return otherwise;
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw Messages.unfitOption(MULTIPLIER, value, FACTOR);
        }
        return Double.parseDouble(value);
    }

    private static void checkPause(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw Messages.unfitOption(name, value.toMillis(), MILLIS);
        }
    }

    private static void checkAttempts(String name, int value) {
        if (value < -1) {
            throw Messages.unfitOption(name, value, ATTEMPTS);
        }
    }
}
