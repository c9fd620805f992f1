package io.carrotmq.engine;

import java.time.Duration;

/**
 * The bounds of publishing.
 *
 * @param confirmTimeout how long a message may wait for its confirm, and a send for the broker to accept publishes
 * @param maxUnconfirmed how many messages may wait for their confirm on one channel, those nobody waits for included
 */
public record PublishLimits(Duration confirmTimeout, int maxUnconfirmed) {}
