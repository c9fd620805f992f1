package io.carrotmq.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure, from the system properties {@code benchmarks.brokers} (rabbitmq, qpid), {@code benchmarks.sizes}
 * (bytes), {@code benchmarks.cases} (as {@link Case} names them), {@code benchmarks.pairs} (rounds in which every client
 * has its turn), {@code benchmarks.seconds} (for one measurement, at most), {@code benchmarks.peers} (false leaves Spring AMQP away) and {@code benchmarks.docs} (the folder to
 * write to; only to standard output if it is not set). Lists are separated by commas.
 */
record Options(
        List<String> brokers,
        List<Integer> sizes,
        List<Case> cases,
        int pairs,
        double seconds,
        int messages,
        boolean peers,
        Path docs) {

    static Options fromSystemProperties() {
        String docs = System.getProperty("benchmarks.docs", "");
        return new Options(
                list("brokers", "rabbitmq,qpid", Function.identity()),
                list("sizes", "16,1024,65536", Integer::valueOf),
                list(
                        "cases",
                        Stream.of(Case.values()).map(Case::option).collect(Collectors.joining(",")),
                        Options::caseOf),
                list("pairs", "5", Integer::valueOf).get(0),
                list("seconds", "1.2", Double::valueOf).get(0),
                Integer.MAX_VALUE,
                list("peers", "true", Boolean::valueOf).get(0),
                docs.isEmpty() ? null : Path.of(docs));
    }

    private static Case caseOf(String option) {
        return Stream.of(Case.values())
                .filter(each -> each.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no case '" + option + "'"));
    }

    private static <T> List<T> list(String name, String otherwise, Function<String, T> reader) {
        String value = System.getProperty("benchmarks." + name, "").strip();
        return Arrays.stream((value.isEmpty() ? otherwise : value).split(","))
                .map(String::strip)
                .map(reader)
                .toList();
    }

    Bounds bounds() {
        return new Bounds(seconds, messages);
    }
}
