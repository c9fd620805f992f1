package io.carrotmq.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What came out for one case, size and broker.
 *
 * @param rates for each client in the order of {@code clients}, its messages per second in each round
 */
record Row(String broker, Case of, int size, List<String> clients, List<List<Double>> rates) {

    double median(int client) {
        return median(rates.get(client));
    }

    /** {@return the median of what the first client reached in a round, over what that one reached in the same round} */
    double ratio(int client) {
        List<Double> first = rates.get(0);
        List<Double> other = rates.get(client);
        return median(IntStream.range(0, first.size())
                .mapToObj(round -> first.get(round) / other.get(round))
                .toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
