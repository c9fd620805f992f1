package io.carrotmq.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.testkit.EmbeddedQpid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every case runs with every client, and the page has a row for each; how fast, is not for a test to say. */
@Timeout(120)
class BenchmarksTest {
    private static final int SIZE = 16;

    @Test
    void everyCaseOfEveryClientIsOnThePage(@TempDir Path docs) throws Exception {
        Options options = new Options(List.of("qpid"), List.of(SIZE), List.of(Case.values()), 2, 0.2, 100, true, docs);
        List<Row> rows = new ArrayList<>();
        List<Row> codings;
        List<Footprint> footprints;
        Jmh jmh = new Jmh(0, 1);
        try (EmbeddedQpid broker = EmbeddedQpid.start();
                Bench bench = new Bench("Qpid", broker.uri(), options.peers());
                CodingBench codecs = new CodingBench("Qpid", broker.uri())) {
            for (Case of : Case.values()) {
                rows.add(bench.measure(of, SIZE, options.pairs(), options.bounds()));
            }
            footprints = new Footprints(broker.uri(), jmh).measure(bench.clientNames());
            codings = codecs.measure(options.pairs(), options.bounds());
        }
        List<CodecCost> costs = new CodecCosts(jmh).measure();
        List<CdiCost> cdi = new CdiCosts(jmh, 1).measure();
        List<StompCost> stomp = new StompCosts(jmh, 1).measure();
        new Report(options, List.of("Qpid"), rows, footprints, codings, costs, cdi, stomp).writeTo(docs);

        String page = Files.readString(docs.resolve("benchmarks.md"));
        for (Case of : Case.values()) {
            assertThat(page).contains("| Qpid | " + of.title() + " | 16 B | ");
        }
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.clients()).containsExactly("Carrot", "raw client", "Spring AMQP");
            assertThat(row.measured())
                    .hasSize(3)
                    .allSatisfy(rounds -> assertThat(rounds)
                            .hasSize(2)
                            .allSatisfy(one -> assertThat(one.rate()).isPositive()));
        });
        assertThat(codings).extracting(Row::of).containsExactly(Case.WINDOW, Case.CONSUME);
        assertThat(codings).allSatisfy(row -> assertThat(row.clients()).containsExactly("bytes", "Jackson", "JSON-B"));
        assertThat(costs).extracting(CodecCost::codec).containsExactly("Jackson", "JSON-B");
        assertThat(costs).allSatisfy(cost -> {
            assertThat(cost.encodeNanos()).isPositive();
            assertThat(cost.decodeBytes()).isPositive();
            assertThat(page).contains("| " + cost.codec() + " | ");
        });
        assertThat(cdi).hasSize(5).allSatisfy(cost -> {
            assertThat(cost.nanos()).isPositive();
            assertThat(page).contains("| " + cost.what() + " | " + cost.by() + " | ");
        });
        assertThat(stomp)
                .extracting(StompCost::library)
                .containsExactly("Carrot", "Carrot, buffer used again", "spring-messaging", "vertx-stomp", "ActiveMQ");
        assertThat(stomp).allSatisfy(cost -> {
            assertThat(cost.readNanos()).isPositive();
            assertThat(cost.writeNanos()).isPositive();
            assertThat(page).contains("| " + cost.library() + " | ");
        });
        assertThat(footprints)
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.sent()).isPositive());
        assertThat(docs.resolve("images").resolve("benchmarks.svg")).content().contains("<svg", "</svg>");
    }
}
