package io.carrotmq.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Has JMH measure what STOMP frames cost the libraries by themselves. */
final class StompCosts {
    private final Jmh jmh;
    private final int rounds;

    /**
     * @param rounds how often all have their turn; the medians count
     */
    StompCosts(Jmh jmh, int rounds) {
        this.jmh = jmh;
        this.rounds = rounds;
    }

    List<StompCost> measure() throws RunnerException {
        List<StompCodec> libraries = StompCodec.all();
        List<Jmh.Result> reads = medians("read", libraries.size());
        List<Jmh.Result> writes = medians("write", libraries.size());
        List<StompCost> costs = new ArrayList<>();
        for (int i = 0; i < libraries.size(); i++) {
            costs.add(new StompCost(
                    libraries.get(i).name(),
                    reads.get(i).score(),
                    writes.get(i).score(),
                    Math.round(reads.get(i).bytes()),
                    Math.round(writes.get(i).bytes())));
        }
        return costs;
    }

    private List<Jmh.Result> medians(String method, int libraries) throws RunnerException {
        List<List<Jmh.Result>> results = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < libraries; i++) {
                if (round == 0) {
                    results.add(new ArrayList<>());
                }
                results.get(i).add(jmh.run(StompCodecBenchmark.class, method, "codec", i));
            }
        }
        return results.stream()
                .map(each -> each.stream()
                        .sorted(Comparator.comparingDouble(Jmh.Result::score))
                        .toList()
                        .get(rounds / 2))
                .toList();
    }
}
