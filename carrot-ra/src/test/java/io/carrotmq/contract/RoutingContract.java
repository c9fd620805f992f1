package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.Delivery;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.TopologyException;
import io.carrotmq.UnroutableException;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which queues a message reaches. */
interface RoutingContract {

    @Test
    default void c12_headersExchangeComparesAllOrAny(Bench bench) {
        if (!bench.can(Capability.HEADERS_EXCHANGES)) {
            bench.refusesTopology(
                    Topology.builder().exchange(ExchangeDeclaration.headers(bench.name("exchange"))),
                    Capability.EXCHANGES,
                    Capability.HEADERS_EXCHANGES);
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.headers(bench.name("exchange")));
        String all = bench.queue();
        String any = bench.queue();
        String unsaid = bench.queue();
        bench.declare(Topology.builder()
                .bindHeaders(exchange, all, Map.of("x-match", "all", "format", "pdf", "pages", 2))
                .bindHeaders(exchange, any, Map.of("x-match", "any", "format", "pdf", "pages", 2))
                .bindHeaders(exchange, unsaid, Map.of("format", "zip")));

        publish(bench, exchange, Map.of("format", "pdf", "pages", 2), "both");
        publish(bench, exchange, Map.of("format", "pdf", "pages", 3), "one");
        publish(bench, exchange, Map.of("pages", 2), "other");
        publish(bench, exchange, Map.of("format", "zip"), "zip");
        assertThatThrownBy(() -> publish(bench, exchange, Map.of("format", "PDF", "pages", 3), "none"))
                .isInstanceOf(UnroutableException.class);

        try (Connection connection = bench.connect()) {
            Delivery<byte[]> delivery = Bench.fetched(connection, all);
            assertThat(delivery.properties().headers())
                    .containsEntry("format", "pdf")
                    .containsEntry("pages", 2);
            delivery.requeue();
        }
        assertThat(bench.drain(all)).containsExactly("both");
        assertThat(bench.drain(any)).containsExactly("both", "one", "other");
        assertThat(bench.drain(unsaid)).containsExactly("zip");
    }

    private static void publish(Bench bench, String exchange, Map<String, Object> headers, String body) {
        Publisher<String> publisher = bench.to(exchange, "");
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            publisher = publisher.with(options -> options.header(header.getKey(), header.getValue()));
        }
        publisher.send(body);
    }

    @Test
    default void c13_topicExchangeMatchesWords(Bench bench) {
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.topic(bench.name("exchange")));
        String stock = bench.boundQueue(exchange, "*.stock.#");
        String everything = bench.boundQueue(exchange, "#");
        String one = bench.boundQueue(exchange, "*");
        String exact = bench.boundQueue(exchange, "usd.stock");
        List<String> keys =
                List.of("usd.stock", "eur.stock.db", "eur.stock.db.more", "stock.nasdaq", "usd.stocks", "usd", "");

        for (String key : keys) {
            bench.to(exchange, key).send(key);
        }

        assertThat(bench.drain(stock)).containsExactly("usd.stock", "eur.stock.db", "eur.stock.db.more");
        assertThat(bench.drain(everything)).containsExactlyElementsOf(keys);
        assertThat(bench.drain(one)).contains("usd").doesNotContain("usd.stock", "stock.nasdaq");
        assertThat(bench.drain(exact)).containsExactly("usd.stock");
    }

    @Test
    default void c13_topicPatternMayHaveSeveralWildcards(Bench bench) {
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.topic(bench.name("exchange")));
        if (!bench.matchesAnyPattern()) {
            assertThatThrownBy(() -> bench.boundQueue(exchange, "#.b.#"))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContaining("#.b.#");
            String words = bench.boundQueue(exchange, "a.*.*.d");
            String rest = bench.boundQueue(exchange, "a.b.#");
            for (String key : List.of("a.b", "a.b.c.d", "a.x.y.d", "b.b.c.d")) {
                bench.to(exchange, key)
                        .with(options -> options.mandatory(false))
                        .send(key);
            }
            assertThat(bench.drain(words)).containsExactly("a.b.c.d", "a.x.y.d");
            assertThat(bench.drain(rest)).containsExactly("a.b", "a.b.c.d");
            return;
        }
        String around = bench.boundQueue(exchange, "#.b.#");
        String twice = bench.boundQueue(exchange, "a.*.*.d");
        String none = bench.boundQueue(exchange, "a.#.d");

        for (String key : List.of("b", "a.b", "b.c", "a.b.c", "a.d", "a.b.c.d", "a.x.d", "x.y")) {
            bench.publisher(SendOptions.DEFAULT
                            .exchange(exchange)
                            .routingKey(key)
                            .mandatory(false))
                    .send(key);
        }

        assertThat(bench.drain(around)).containsExactly("b", "a.b", "b.c", "a.b.c", "a.b.c.d");
        assertThat(bench.drain(twice)).containsExactly("a.b.c.d");
        assertThat(bench.drain(none)).containsExactly("a.d", "a.b.c.d", "a.x.d");
    }

    @Test
    default void c13_fanoutExchangeReachesEveryQueueOnce(Bench bench) {
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.fanout(bench.name("exchange")));
        String first = bench.boundQueue(exchange);
        String second = bench.boundQueue(exchange, "a", "b");

        bench.to(exchange, "whatever").send("hello");

        assertThat(bench.drain(first)).containsExactly("hello");
        assertThat(bench.drain(second)).containsExactly("hello");
    }

    @Test
    default void c13_directExchangeComparesKeys_andAQueueBoundTwiceGetsAMessageOnce(Bench bench) {
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.direct(bench.name("exchange")));
        String first = bench.boundQueue(exchange, "a", "b");
        String second = bench.boundQueue(exchange, "b", "b");

        bench.to(exchange, "a").send("one");
        bench.to(exchange, "b").send("two");

        if (bench.ordersAcrossQueues()) {
            assertThat(bench.drain(first)).containsExactly("one", "two");
        } else { // a broker may have a queue of its own for each binding
            assertThat(bench.drain(first)).containsExactlyInAnyOrder("one", "two");
        }
        assertThat(bench.drain(second)).containsExactly("two");
    }

    @Test
    default void c13_defaultExchangeReachesTheQueueOfThatName(Bench bench) {
        String queue = bench.queue();
        String other = bench.queue();

        bench.to("", queue).send("hello");

        assertThat(bench.drain(queue)).containsExactly("hello");
        assertThat(bench.drain(other)).isEmpty();
    }

    @Test
    default void exchangesAreBoundToExchangesOrTheBindingIsRefused(Bench bench) {
        String source = bench.name("source");
        String destination = bench.name("destination");
        Topology topology = Topology.builder()
                .binding(Binding.exchange(source, destination, "a.*"))
                .build();
        if (!bench.routes()) {
            bench.refusesTopology(topology.toBuilder(), Capability.EXCHANGE_TO_EXCHANGE, Capability.BINDINGS);
            return;
        }
        bench.exchange(ExchangeDeclaration.topic(source));
        bench.exchange(ExchangeDeclaration.direct(destination));
        String queue = bench.boundQueue(destination, "a.b");
        if (!bench.can(Capability.EXCHANGE_TO_EXCHANGE)) {
            bench.refusesTopology(topology.toBuilder(), Capability.EXCHANGE_TO_EXCHANGE, Capability.BINDINGS);
            return;
        }

        bench.declare(topology.toBuilder());
        bench.to(source, "a.b").send("hello");

        assertThat(bench.drain(queue)).containsExactly("hello");
        assertThatThrownBy(() -> bench.to(source, "a.c").send("nowhere")).isInstanceOf(UnroutableException.class);
    }

    @Test
    default void alternateExchangeTakesWhatNoBindingTakesOrIsRefused(Bench bench) {
        String fallback = bench.name("fallback");
        ExchangeDeclaration exchange =
                ExchangeDeclaration.direct(bench.name("exchange")).alternate(fallback);
        if (!bench.can(Capability.ALTERNATE_EXCHANGE)) {
            bench.refusesTopology(
                    Topology.builder().exchange(exchange), Capability.ALTERNATE_EXCHANGE, Capability.EXCHANGES);
            return;
        }

        bench.exchange(ExchangeDeclaration.fanout(fallback));
        String rest = bench.boundQueue(fallback);
        bench.exchange(exchange);
        String bound = bench.boundQueue(exchange.name(), "key");
        bench.to(exchange.name(), "key").send("bound");
        assertThat(bench.to(exchange.name(), "other").send("rest").confirmed()).isTrue();

        assertThat(bench.drain(bound)).containsExactly("bound");
        assertThat(bench.drain(rest)).containsExactly("rest");
    }

    @Test
    default void serverNamedQueueIsConsumedFromUnderTheNameItGot(Bench bench) throws Exception {
        if (!bench.can(Capability.EXCLUSIVE_QUEUES)) {
            bench.refusesTopology(
                    Topology.builder().queue(QueueDeclaration.exclusive("")), Capability.EXCLUSIVE_QUEUES);
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.fanout(bench.name("exchange")));
        Topology topology = Topology.builder()
                .queue(QueueDeclaration.exclusive(""))
                .bind(exchange, "", "")
                .build();

        try (var consumer = bench.consumer("", io.carrotmq.SubscribeOptions.DEFAULT.topology(topology))) {
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
            bench.to(exchange, "").send("hello");
            var delivery = Bench.next(consumer);
            assertThat(delivery.body()).isEqualTo("hello");
            assertThat(delivery.envelope().queue()).isNotEmpty();
            delivery.ack();
        }
    }
}
