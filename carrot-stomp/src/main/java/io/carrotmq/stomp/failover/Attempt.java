package io.carrotmq.stomp.failover;

import java.time.Duration;

/**
 * What to try next.
 *
 * @param broker the broker to connect to
 * @param delay how long to wait before; zero for the first attempt
 */
public record Attempt(BrokerAddress broker, Duration delay) {}
