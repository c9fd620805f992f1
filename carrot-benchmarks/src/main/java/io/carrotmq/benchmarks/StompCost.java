package io.carrotmq.benchmarks;

/**
 * What a STOMP frame costs a library, in nanoseconds and in bytes allocated.
 *
 * @param library its name
 */
record StompCost(String library, double readNanos, double writeNanos, long readBytes, long writeBytes) {}
