package io.carrotmq.testkit;

/** Which way bytes travel through a {@link FaultProxy}. */
public enum Direction {
    /** What the client sends. */
    CLIENT_TO_BROKER,
    /** What the broker sends. */
    BROKER_TO_CLIENT
}
