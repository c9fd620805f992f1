package io.carrotmq.benchmarks;

import io.carrotmq.testkit.RabbitMq;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Measures, prints a table, and writes the page and its chart if it is told where to. */
public final class Main {
    private static final int JMH_ITERATIONS = 10;

    private Main() {}

    /**
     * Runs, and ends the JVM: clients leave threads behind, also when something fails.
     *
     * @param arguments none; see {@link Options}
     */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            measure();
            status = 0;
        } catch (Throwable e) {
            e.printStackTrace();
        } finally {
            System.exit(status);
        }
    }

    private static void measure() throws Exception {
        Options options = Options.fromSystemProperties();
        List<Row> rows = new ArrayList<>();
        List<Footprint> footprints = new ArrayList<>();
        List<Row> codings = new ArrayList<>();
        List<String> brokers = new ArrayList<>();
        Jmh jmh = new Jmh(1, JMH_ITERATIONS);
        for (String broker : options.brokers()) {
            switch (broker) {
                case "rabbitmq" -> {
                    try (RabbitMq server = RabbitMq.start();
                            Bench bench = new Bench("RabbitMQ", server.uri(), options.peers())) {
                        brokers.add("RabbitMQ " + server.version());
                        run(bench, options, rows);
                        codings.addAll(codings("RabbitMQ", server.uri(), options));
                    }
                }
                case "qpid" -> {
                    try (QpidServer server = QpidServer.start();
                            Bench bench = new Bench("Qpid", server.uri(), options.peers())) {
                        brokers.add("Apache Qpid Broker-J in a JVM of its own, memory store");
                        run(bench, options, rows);
                        codings.addAll(codings("Qpid", server.uri(), options));
                        footprints.addAll(new Footprints(server.uri(), jmh).measure(bench.clientNames()));
                    }
                }
                default -> throw new IllegalArgumentException("there is no broker '" + broker + "'");
            }
        }
        List<CdiCost> cdi = new CdiCosts(jmh, Report.CDI_ROUNDS).measure();
        List<StompCost> stomp = new StompCosts(jmh, Report.STOMP_ROUNDS).measure();
        Report report =
                new Report(options, brokers, rows, footprints, codings, new CodecCosts(jmh).measure(), cdi, stomp);
        System.out.println(report.tables());
        System.out.println(report.codecTables());
        System.out.println(report.cdiTable());
        System.out.println(report.stompTable());
        if (options.docs() != null) {
            report.writeTo(options.docs());
        }
    }

    private static void run(Bench bench, Options options, List<Row> rows) throws Exception {
        for (int size : options.sizes()) {
            for (Case of : options.cases()) {
                Row row = bench.measure(of, size, options.pairs(), options.bounds());
                System.err.println(Report.line(row));
                rows.add(row);
            }
        }
    }

    private static List<Row> codings(String broker, URI uri, Options options) throws Exception {
        try (CodingBench bench = new CodingBench(broker, uri)) {
            List<Row> rows = bench.measure(options.pairs(), options.bounds());
            rows.forEach(row -> System.err.println(Report.line(row)));
            return rows;
        }
    }
}
