package io.carrotmq.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH count what the clients allocate for a message. */
final class Footprints {
    private static final String BYTES_PER_MESSAGE = "gc.alloc.rate.norm";

    private final URI broker;
    private final int forks;
    private final int iterations;

    /**
     * @param forks 1 for a JVM for each measurement, 0 for this one
     * @param iterations how often each is measured, after as many that are not counted
     */
    Footprints(URI broker, int forks, int iterations) {
        this.broker = broker;
        this.forks = forks;
        this.iterations = iterations;
    }

    List<Footprint> measure(List<String> clients) throws RunnerException {
        List<Footprint> footprints = new ArrayList<>();
        for (int client = 0; client < clients.size(); client++) {
            double sent = bytes("send", client);
            double both = bytes("sendAndTake", client);
            footprints.add(new Footprint(clients.get(client), Math.round(sent), Math.round(both - sent)));
        }
        return footprints;
    }

    private double bytes(String method, int client) throws RunnerException {
        System.setProperty(FootprintBenchmark.URI_PROPERTY, broker.toString());
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + FootprintBenchmark.class.getName().replace(".", "\\.") + "\\." + method + "$")
                        .param("client", String.valueOf(client))
                        .addProfiler(GCProfiler.class)
                        .forks(forks)
                        .warmupIterations(iterations)
                        .measurementIterations(iterations)
                        .jvmArgsAppend("-D" + FootprintBenchmark.URI_PROPERTY + "=" + broker)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        return results.iterator()
                .next()
                .getSecondaryResults()
                .get(BYTES_PER_MESSAGE)
                .getScore();
    }
}
