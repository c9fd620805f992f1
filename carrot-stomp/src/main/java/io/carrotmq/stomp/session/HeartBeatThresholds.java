package io.carrotmq.stomp.session;

/**
 * When to act on the intervals both sides have agreed on, as factors of them: before a sign of life is due, so that it is
 * there in time, and only after one is overdue, so that a slow network is no dead peer.
 *
 * @param client after which part of its interval the client sends a sign of life, above 0 to 1
 * @param server after how many of its intervals without a sign of life the server counts as dead, 1 to 1,000
 */
public record HeartBeatThresholds(double client, double server) {
    /**
     * 0.8 of the client's interval, 2.5 of the server's. Twice would be too soon: ActiveMQ Classic sends its first sign of life,
     * and each that follows anything else it has sent, after two whole intervals in silence (measured with 6.2.7: 20.0 s where
     * 10 s were agreed on).
     */
    public static final HeartBeatThresholds DEFAULT = new HeartBeatThresholds(0.8, 2.5);

    /**
     * Checks both factors.
     *
     * @throws io.carrotmq.stomp.StompConfigurationException if one is out of range
     */
    public HeartBeatThresholds {
        if (!(client > 0 && client <= 1)) {
            throw Messages.thresholdOutOfRange("client", client, "0 (without it) to 1");
        }
        if (!(server >= 1 && server <= 1_000)) {
            throw Messages.thresholdOutOfRange("server", server, "1 to 1000");
        }
    }
}
