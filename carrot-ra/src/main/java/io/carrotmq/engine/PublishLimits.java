package io.carrotmq.engine;

import java.time.Duration;

/**
 * The bounds of publishing.
 *
 * @param confirmTimeout how long a message may wait for its confirm, and a send for the broker to accept publishes
 * @param maxUnconfirmed how many messages may wait for their confirm on one channel, those nobody waits for included
 * @param outlastsBlocking whether a message that is sent goes on waiting for its confirm while the broker has blocked the
 *     connection, in which case it is confirmed in the end, and for the confirmTimeout after that
 */
public record PublishLimits(Duration confirmTimeout, int maxUnconfirmed, boolean outlastsBlocking) {
    /** Those of an application, which is told in time also of a broker that blocks. */
    public PublishLimits(Duration confirmTimeout, int maxUnconfirmed) {
        this(confirmTimeout, maxUnconfirmed, false);
    }
}
