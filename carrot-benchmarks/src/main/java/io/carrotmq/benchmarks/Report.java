package io.carrotmq.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was measured, for readers. */
final class Report {
    /** How often each way to send and take has its turn. */
    static final int CDI_ROUNDS = 3;
    /** How often each STOMP library has its turn. */
    static final int STOMP_ROUNDS = 3;

    private final Options options;
    private final List<String> brokers;
    private final List<Row> rows;
    private final List<Footprint> footprints;
    private final List<Row> codings;
    private final List<CodecCost> codecs;
    private final List<CdiCost> cdi;
    private final List<StompCost> stomp;

    /**
     * @param codings what was sent and taken by each codec
     * @param codecs what the codecs cost by themselves
     * @param cdi what CDI costs
     * @param stomp what STOMP frames cost
     */
    Report(
            Options options,
            List<String> brokers,
            List<Row> rows,
            List<Footprint> footprints,
            List<Row> codings,
            List<CodecCost> codecs,
            List<CdiCost> cdi,
            List<StompCost> stomp) {
        this.options = options;
        this.brokers = brokers;
        this.rows = rows;
        this.footprints = footprints;
        this.codings = codings;
        this.codecs = codecs;
        this.cdi = cdi;
        this.stomp = stomp;
    }

    static String line(Row row) {
        String rates = IntStream.range(0, row.clients().size())
                .mapToObj(client -> String.format(Locale.ROOT, "%,.0f", row.rate(client)))
                .collect(Collectors.joining(" | "));
        String ratios = IntStream.range(1, row.clients().size())
                .mapToObj(client -> String.format(Locale.ROOT, "%.2f", row.ratio(0, client)))
                .collect(Collectors.joining(" | "));
        String cpu = IntStream.range(0, row.clients().size())
                .mapToObj(client -> String.format(Locale.ROOT, "%.1f", row.cpu(client)))
                .collect(Collectors.joining(" | "));
        return "| " + String.join(" | ", row.broker(), row.of().title(), size(row.size()), rates, ratios, cpu) + " |";
    }

    static String size(int bytes) {
        return bytes < 1024 ? bytes + " B" : bytes / 1024 + " KiB";
    }

    /** {@return all tables, in Markdown} */
    String tables() {
        StringBuilder text = new StringBuilder(table(rows));
        if (!footprints.isEmpty()) {
            text.append("\n| client | bytes allocated per message sent | per message delivered |\n|---|---:|---:|\n");
            for (Footprint each : footprints) {
                text.append(String.format(
                        Locale.ROOT, "| %s | %,d | %,d |%n", each.client(), each.sent(), each.delivered()));
            }
        }
        return text.toString();
    }

    private static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        List<String> clients = rows.isEmpty() ? List.of() : rows.get(0).clients();
        text.append("| broker | case | body |");
        clients.forEach(client -> text.append(' ').append(client).append(", msg/s |"));
        clients.stream()
                .skip(1)
                .forEach(client -> text.append(' ')
                        .append(clients.get(0))
                        .append(" / ")
                        .append(client)
                        .append(" |"));
        clients.forEach(client -> text.append(' ').append(client).append(", µs CPU |"));
        text.append("\n|---|---|---:|")
                .append("---:|".repeat(3 * clients.size() - 1))
                .append('\n');
        rows.forEach(row -> text.append(line(row)).append('\n'));
        return text.toString();
    }

    /** {@return the tables about codecs, in Markdown} */
    String codecTables() {
        StringBuilder text = new StringBuilder(table(codings));
        text.append("\n| codec | encode, ns | decode, ns | encode, bytes allocated | decode, bytes allocated |\n")
                .append("|---|---:|---:|---:|---:|\n");
        for (CodecCost each : codecs) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,d | %,d |%n",
                    each.codec(),
                    each.encodeNanos(),
                    each.decodeNanos(),
                    each.encodeBytes(),
                    each.decodeBytes()));
        }
        return text.toString();
    }

    /** {@return the table about CDI, in Markdown} */
    String cdiTable() {
        StringBuilder text =
                new StringBuilder("| a message | by | ns | relative | bytes allocated |\n|---|---|---:|---:|---:|\n");
        CdiCost first = null;
        for (CdiCost each : cdi) {
            first = first == null || !first.what().equals(each.what()) ? each : first;
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %.2f | %,d |%n",
                    each.what(),
                    each.by(),
                    each.nanos(),
                    each.nanos() / first.nanos(),
                    each.bytes()));
        }
        return text.toString();
    }

    /** {@return the table about STOMP, in Markdown} */
    String stompTable() {
        StringBuilder text = new StringBuilder(
                        "| library | read, ns | relative | write, ns | relative | read, bytes allocated | write, bytes allocated |\n")
                .append("|---|---:|---:|---:|---:|---:|---:|\n");
        for (StompCost each : stomp) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.1f | %,.0f | %.1f | %,d | %,d |%n",
                    each.library(),
                    each.readNanos(),
                    each.readNanos() / stomp.get(0).readNanos(),
                    each.writeNanos(),
                    each.writeNanos() / stomp.get(0).writeNanos(),
                    each.readBytes(),
                    each.writeBytes()));
        }
        return text.toString();
    }

    void writeTo(Path docs) throws IOException {
        Files.createDirectories(docs.resolve("images"));
        Files.writeString(docs.resolve("images").resolve("benchmarks.svg"), Chart.of(rows));
        Files.writeString(docs.resolve("benchmarks.md"), page());
    }

    private String page() {
        return """
                # Benchmarks

                Carrot beside the RabbitMQ Java client by itself and beside Spring AMQP, on the same broker in the same run.

                ![Messages per second relative to the raw client](images/benchmarks.svg)

                %s
                ## How to read this

                - Look at the ratios. They compare clients that took turns, a second or so each, so what else the machine
                  did hit all alike; the ratio is the median of the ratios of %d rounds. The rates are medians too, and
                  hold for this machine only. A difference below a fifth means nothing here.
                - Every message is persistent, mandatory and confirmed, in a durable classic queue that is emptied between
                  measurements.
                - *Carrot* is a `Publisher<byte[]>`, and a `Subscription` with an `ack()` for each message.
                - *Raw client* is the same client library Carrot is built on, used as well as one can: a channel for each
                  thread, asynchronous confirms counted in a ring, one acknowledgement for each %d deliveries.
                - *Spring AMQP* is a `RabbitTemplate` with correlated confirms, for batches its scoped operations with
                  simple confirms, and the simple listener container with its defaults.
                - RabbitMQ shows what applications get. Qpid is faster with these messages, so it shows more of what the
                  clients cost.
                - µs CPU is the processor time of the whole client JVM for one message. It says what a client costs also where
                  the broker limits the rate.
                - The bytes allocated are those of all threads of the client's JVM, the sender's, the connection's and the
                  callbacks', per message of 1 KiB with its confirm or acknowledgement, in the cases with a window and
                  with consuming on Qpid, counted by the profiler `gc` of JMH in a JVM of its own.

                ## Codecs

                The same order with its lines, about 1 KiB of JSON: as bytes that were encoded before, by Jackson through
                carrot-codecs, and by Jakarta JSON Binding (Yasson), which needs nothing but what servers have.

                %s
                - Sent through a typed `Publisher`, and taken through a typed `Consumer`; the body of the rows with bytes is
                  what Jackson makes of the order. RabbitMQ shows what a codec costs an application; on Qpid the codec weighs
                  more.
                - The second table is JMH's: a body encoded, or decoded as a consumer does, on one thread with no broker.

                ## CDI

                The same message of 1 KiB sent one by one, and taken with a prefetch of %d, by what the API makes and by what
                CDI makes of annotations, in Weld SE.

                %s
                - The broker is the one inside the JVM, which takes the least time, so that the rest shows; JMH's, medians of
                  %d rounds in which all had their turn, each in a JVM of its own.

                ## STOMP

                A frame of STOMP 1.2 with five headers and a body of %d bytes, read and written by carrot-stomp and by the
                codecs of Spring, Vert.x and ActiveMQ Classic.

                %s
                - Reading takes the bytes of a `MESSAGE` to headers that are strings and a body that is a `byte[]`, and looks
                  at two headers. Writing takes a `SEND` to bytes: to an array or buffer of its own, or to a buffer that is
                  used again, as Carrot's connections do. The frames take turns; their message ids and receipts differ.
                - ActiveMQ's codec is told that it is a client, the others take either side's frames.
                - JMH's, on one thread, medians of %d rounds in which all had their turn, each in a JVM of its own.

                ## How it was measured

                %s, %d processors, Java %s. Brokers: %s. `amqp-client` %s, `spring-rabbit` %s, `spring-messaging` %s,
                `vertx-stomp` %s, `activemq-stomp` %s. Broker and clients share the
                machine.

                ```
                mvn -q -Pbenchmarks -pl carrot-benchmarks -am verify
                ```

                writes this page anew. Less of it: `-Dbenchmarks.brokers=qpid`, `-Dbenchmarks.sizes=16,1024`,
                `-Dbenchmarks.cases=%s`, `-Dbenchmarks.pairs=%d`, `-Dbenchmarks.seconds=%s`.
                """.formatted(
                        tables(),
                        options.pairs(),
                        Case.PREFETCH / 2,
                        codecTables(),
                        Case.PREFETCH,
                        cdiTable(),
                        CDI_ROUNDS,
                        StompCodecBenchmark.BODY,
                        stompTable(),
                        STOMP_ROUNDS,
                        System.getProperty("os.name") + " on " + System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        String.join("; ", brokers),
                        version(com.rabbitmq.client.Channel.class),
                        version(org.springframework.amqp.rabbit.core.RabbitTemplate.class),
                        version(org.springframework.messaging.simp.stomp.StompDecoder.class),
                        version(io.vertx.ext.stomp.Frame.class),
                        version(org.apache.activemq.transport.stomp.StompWireFormat.class),
                        IntStream.range(0, Case.values().length)
                                .mapToObj(i -> Case.values()[i].option())
                                .collect(Collectors.joining(",")),
                        options.pairs(),
                        options.seconds());
    }

    private static String version(Class<?> of) {
        String version = of.getPackage().getImplementationVersion();
        return version == null ? "(unknown)" : version;
    }
}
