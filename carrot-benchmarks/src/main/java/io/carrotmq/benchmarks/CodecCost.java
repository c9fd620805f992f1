package io.carrotmq.benchmarks;

/**
 * What a codec costs for one body, in nanoseconds and in bytes allocated.
 *
 * @param codec its name
 */
record CodecCost(String codec, double encodeNanos, double decodeNanos, long encodeBytes, long decodeBytes) {}
