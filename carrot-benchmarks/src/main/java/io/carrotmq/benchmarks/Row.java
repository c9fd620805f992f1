package io.carrotmq.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What came out for one case, size and broker.
 *
 * @param measured for each client in the order of {@code clients}, what it reached in each round
 */
record Row(String broker, Case of, int size, List<String> clients, List<List<Measurement>> measured) {

    double rate(int client) {
        return median(measured.get(client).stream().map(Measurement::rate).toList());
    }

    /** {@return microseconds of processor time for each message} */
    double cpu(int client) {
        return median(measured.get(client).stream().map(Measurement::cpu).toList());
    }

    /** {@return the median of what one client reached in a round, over what the other reached in the same round} */
    double ratio(int client, int over) {
        List<Measurement> first = measured.get(client);
        List<Measurement> other = measured.get(over);
        return median(IntStream.range(0, first.size())
                .mapToObj(round -> first.get(round).rate() / other.get(round).rate())
                .toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
