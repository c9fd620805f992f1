package io.carrotmq.stomp.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one side offers or wants in the header {@code heart-beat}, or what both agreed on. On the wire intervals are whole
 * milliseconds: a fraction counts as a whole one.
 *
 * @param sends the least time between two signs of life it sends; zero means it sends none. Zero to
 *     999,999,999,999,999 ms
 * @param receives the least time between two signs of life it wants to get; zero means it wants none. The same range
 */
public record HeartBeat(Duration sends, Duration receives) {
    /** No heart-beats in either direction. */
    public static final HeartBeat NONE = new HeartBeat(Duration.ZERO, Duration.ZERO);

    private static final long MOST_MILLIS = 999_999_999_999_999L;
    private static final Pattern HEADER = Pattern.compile("(\\d{1,15}),(\\d{1,15})");

    /**
     * Checks both intervals.
     *
     * @throws io.carrotmq.stomp.StompConfigurationException if one is out of range
     */
    public HeartBeat {
        check(sends);
        check(receives);
    }

    /**
     * What a client does with a server: each direction has heart-beats if the one offers and the other wants them, at the
     * larger of both intervals (STOMP 1.2, Heart-beating).
     *
     * @param server what the server says in {@code CONNECTED}
     * @return at which intervals this client shall send, and may expect the server to send
     */
    public HeartBeat with(HeartBeat server) {
        return new HeartBeat(agreed(sends, server.receives), agreed(receives, server.sends));
    }

    /** {@return how the header {@code heart-beat} writes it, such as {@code 10000,10000}} */
    public String text() {
        return millis(sends) + "," + millis(receives);
    }

    /** {@return what a server's header says, {@link #NONE} without one} */
    static HeartBeat parse(String header) {
        if (header == null) {
            return NONE;
        }
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw Messages.malformedHeartBeat(header);
        }
        return new HeartBeat(
                Duration.ofMillis(Long.parseLong(matcher.group(1))),
                Duration.ofMillis(Long.parseLong(matcher.group(2))));
    }

    private static void check(Duration interval) {
        if (interval.isNegative() || interval.compareTo(Duration.ofMillis(MOST_MILLIS)) > 0) {
            throw Messages.heartBeatOutOfRange(interval, MOST_MILLIS);
        }
    }

    private static long millis(Duration interval) {
        return interval.plusNanos(999_999).toMillis();
    }

    private static Duration agreed(Duration offered, Duration wanted) {
        if (offered.isZero() || wanted.isZero()) {
            return Duration.ZERO;
        }
        return offered.compareTo(wanted) > 0 ? offered : wanted;
    }
}
