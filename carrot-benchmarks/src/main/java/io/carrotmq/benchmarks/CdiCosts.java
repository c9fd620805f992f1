package io.carrotmq.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Has JMH measure what CDI adds to sending and to taking a message. */
final class CdiCosts {
    private static final List<String> SENDERS = List.of("made by the API", "injected", "declared by an interface");
    private static final List<String> TAKERS = List.of("a handler of the API's", "a method that consumes");

    private final Jmh jmh;
    private final int rounds;

    /**
     * @param rounds how often all have their turn; the medians count
     */
    CdiCosts(Jmh jmh, int rounds) {
        this.jmh = jmh;
        this.rounds = rounds;
    }

    List<CdiCost> measure() throws RunnerException {
        List<CdiCost> costs = new ArrayList<>();
        costs.addAll(measure("sent and confirmed", CdiSendBenchmark.class, "send", SENDERS));
        costs.addAll(measure("taken and acknowledged", CdiTakeBenchmark.class, "take", TAKERS));
        return costs;
    }

    private List<CdiCost> measure(String what, Class<?> benchmark, String method, List<String> ways)
            throws RunnerException {
        List<List<Jmh.Result>> results = new ArrayList<>();
        ways.forEach(way -> results.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int way = 0; way < ways.size(); way++) {
                results.get(way).add(jmh.run(benchmark, method, "way", way));
            }
        }
        List<CdiCost> costs = new ArrayList<>();
        for (int way = 0; way < ways.size(); way++) {
            List<Jmh.Result> sorted = results.get(way).stream()
                    .sorted(Comparator.comparingDouble(Jmh.Result::score))
                    .toList();
            Jmh.Result median = sorted.get(sorted.size() / 2);
            costs.add(new CdiCost(what, ways.get(way), median.score(), Math.round(median.bytes())));
        }
        return costs;
    }
}
