package io.carrotmq.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one measurement gave.
 *
 * @param rate messages per second
 * @param cpu microseconds of processor time of this JVM for each message
 */
record Measurement(double rate, double cpu) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Measurement of(long messages, long nanos, long cpuNanos) {
        return new Measurement(messages * 1e9 / nanos, cpuNanos / 1e3 / messages);
    }

    /** {@return the processor time this JVM has used, in nanoseconds} */
    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }
}
