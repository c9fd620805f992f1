package io.carrotmq.cdi.internal.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as annotations and settings write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 2d}, or ISO 8601. */
public final class Durations {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

    private Durations() {}

    /** {@return the duration; empty if the text is none, or is negative} */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = SHORT.matcher(text.trim());
        try {
            Duration duration = matcher.matches()
                    ? of(Long.parseLong(matcher.group(1)), matcher.group(2))
                    : Duration.parse(text.trim());
            return duration.isNegative() ? Optional.empty() : Optional.of(duration);
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Duration of(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
