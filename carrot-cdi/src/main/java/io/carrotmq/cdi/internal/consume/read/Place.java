package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.config.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where something is written, and what is found wrong there. It reads members of annotations: what they cannot be is a
 * problem, and read as something harmless, so that the rest can be looked at as well.
 *
 * @param name how messages name it: {@code com.acme.Importer.importFeed}
 * @param problems what is wrong is added here
 */
record Place(String name, List<ConfigurationException> problems) {
    /** What AMQP calls a short string. */
    private static final int LONGEST_NAME = 255;

    /** A parameter of this method. */
    Place parameter(int position) {
        return new Place(name + "(parameter " + (position + 1) + ")", problems);
    }

    void add(ConfigurationException problem) {
        problems.add(problem);
    }

    /** A duration within bounds; empty if the text is. */
    Optional<Duration> duration(String member, String text, Duration least, Duration most) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Durations.parse(text);
        if (duration.isEmpty()) {
            add(Messages.noDuration(name, member, text));
        } else if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
            add(Messages.outOfRange(name, member, text, Messages.shown(least), Messages.shown(most)));
            return Optional.empty();
        }
        return duration;
    }

    /** Checks a number. */
    void range(String member, long value, long least, long most) {
        if (value < least || value > most) {
            add(Messages.outOfRange(name, member, Long.toString(value), Long.toString(least), Long.toString(most)));
        }
    }

    /** Checks a name that goes to the broker; an empty one is fine here. */
    void name(String member, String value) {
        if (value.isEmpty()) {
            return;
        }
        if (value.isBlank()) {
            add(Messages.malformed(name, member, value, "is blank", "write a name, or leave it away"));
        } else if (value.chars().anyMatch(Character::isISOControl)) {
            add(Messages.malformed(name, member, value, "has a control character", "remove it"));
        } else if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            add(Messages.malformed(
                    name, member, value, "is longer than " + LONGEST_NAME + " bytes in UTF-8", "shorten it"));
        }
    }
}
