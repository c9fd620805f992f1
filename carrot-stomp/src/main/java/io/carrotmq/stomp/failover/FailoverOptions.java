package io.carrotmq.stomp.failover;

import java.time.Duration;
import java.util.List;
import java.util.Map;

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

    /**
     * Checks the ranges.
     *
     * @throws io.carrotmq.stomp.StompConfigurationException if a value is out of its range
     */
    public FailoverOptions {
        OptionReader.checkPause(INITIAL_DELAY, initialReconnectDelay);
        OptionReader.checkPause(MAX_DELAY, maxReconnectDelay);
        OptionReader.checkPause(JITTER, reconnectDelayJitter);
        OptionReader.checkFactor(MULTIPLIER, backOffMultiplier);
        OptionReader.checkAttempts(MAX_ATTEMPTS, maxReconnectAttempts);
        OptionReader.checkAttempts(STARTUP_ATTEMPTS, startupMaxReconnectAttempts);
    }

    /** {@return what the options of an address say, with the defaults for the others} */
    static FailoverOptions of(Map<String, String> values) {
        OptionReader reader = new OptionReader(values, NAMES);
        return new FailoverOptions(
                reader.pause(INITIAL_DELAY, DEFAULT.initialReconnectDelay),
                reader.pause(MAX_DELAY, DEFAULT.maxReconnectDelay),
                reader.flag(BACK_OFF, DEFAULT.useExponentialBackOff),
                reader.factor(MULTIPLIER, DEFAULT.backOffMultiplier),
                reader.attempts(MAX_ATTEMPTS, DEFAULT.maxReconnectAttempts),
                reader.attempts(STARTUP_ATTEMPTS, DEFAULT.startupMaxReconnectAttempts),
                reader.pause(JITTER, DEFAULT.reconnectDelayJitter),
                reader.flag(RANDOMIZE, DEFAULT.randomize),
                reader.flag(PRIORITY, DEFAULT.priorityBackup));
    }
}
