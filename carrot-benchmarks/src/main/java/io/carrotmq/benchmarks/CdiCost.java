package io.carrotmq.benchmarks;

/**
 * What something costs when the API makes it and when CDI does, in nanoseconds and in bytes allocated for one message.
 *
 * @param what what is done
 * @param by who does it, in the words of a table
 */
record CdiCost(String what, String by, double nanos, long bytes) {}
