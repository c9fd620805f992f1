package io.carrotmq.benchmarks;

/**
 * What a client allocates.
 *
 * @param sent bytes for a message that is sent and confirmed
 * @param delivered bytes for a message that is delivered and acknowledged
 */
record Footprint(String client, long sent, long delivered) {}
