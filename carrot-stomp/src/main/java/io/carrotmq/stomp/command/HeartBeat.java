package io.carrotmq.stomp.command;

import java.time.Duration;

/**
 * What one side offers or wants in the header {@code heart-beat}, or what both agreed on.
 *
 * @param sends the least time between two signs of life it sends; zero means it sends none
 * @param receives the least time between two signs of life it wants to get; zero means it wants none
 */
public record HeartBeat(Duration sends, Duration receives) {
    /** No heart-beats in either direction. */
    public static final HeartBeat NONE = new HeartBeat(Duration.ZERO, Duration.ZERO);

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

    private static Duration agreed(Duration offered, Duration wanted) {
        if (offered.isZero() || wanted.isZero()) {
            return Duration.ZERO;
        }
        return offered.compareTo(wanted) > 0 ? offered : wanted;
    }
}
