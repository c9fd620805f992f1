package io.carrotmq.benchmarks;

import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How JMH measures here.
 *
 * @param forks 1 for a JVM for each measurement, 0 for this one
 * @param iterations how often each is measured, after as many that are not counted
 */
record Jmh(int forks, int iterations) {
    /** What one method came to: its score, and the bytes it allocates each time. */
    record Result(double score, double bytes) {}

    /** A method of a class, with one parameter, in JVMs with further arguments. */
    Result run(Class<?> benchmark, String method, String parameter, int value, String... jvmArguments)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
                .param(parameter, String.valueOf(value))
                .addProfiler(GCProfiler.class)
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(500))
                .jvmArgsAppend(jvmArguments)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        RunResult result = List.copyOf(new Runner(options.build()).run()).get(0);
        return new Result(
                result.getPrimaryResult().getScore(),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
    }
}
