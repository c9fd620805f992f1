package io.carrotmq.benchmarks;

/**
 * What one measurement may take, so that the broker's memory stays low.
 *
 * @param seconds how long at most
 * @param messages how many messages at most
 */
record Bounds(double seconds, int messages) {
    private static final long MOST_BYTES = 128 << 20;
    private static final int MOST_PRELOADED = 30_000;
    private static final long MOST_BYTES_PRELOADED = 96 << 20;

    Budget start(int size) {
        return new Budget(Math.min(messages, Math.max(1, MOST_BYTES / size)), (long) (seconds * 1e9));
    }

    int batch(int size) {
        return Math.min(size, messages);
    }

    /** {@return how many messages lie in the queue before some are consumed} */
    int preloaded(int size) {
        return (int) Math.min(Math.min(messages, MOST_PRELOADED), MOST_BYTES_PRELOADED / size);
    }
}
