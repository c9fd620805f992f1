package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Properties;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which queues a message comes to. */
abstract class RoutingBehaviour extends Behaviour {
    private String exchange(String type) {
        ExchangeDeclaration exchange = new ExchangeDeclaration(name(type), type, false, true, false, Map.of());
        channel().channel().declare(exchange);
        return exchange.name();
    }

    private void bind(String exchange, String queue, String key) {
        channel().channel().bind(Binding.queue(exchange, queue, key));
    }

    /** Publishes, and tells after the confirm whether the queue has it. */
    private boolean arrives(String exchange, String key, String queue, Properties properties) throws Exception {
        Recorder publisher = client().open().confirming();
        publisher.publish(exchange, key, "m", properties);
        String told = publisher.told();
        if (told.startsWith("returned")) {
            assertThat(told).isEqualTo("returned m 312 NO_ROUTE");
            told = publisher.told();
        }
        assertThat(told).isEqualTo("confirmed 1");
        publisher.channel().close();
        return channel().get(queue) != null;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    a.b,     a.b,     true
                    a.b,     a.c,     false
                    a.*,     a.b,     true
                    a.*,     a,       false
                    a.*,     a.b.c,   false
                    *,       a,       true
                    *,       '',      false
                    *.*,     a.b,     true
                    *.*,     a,       false
                    *.*,     '.',     true
                    #,       '',      true
                    #,       a.b.c,   true
                    '',      '',      true
                    '',      a,       false
                    a.#,     a,       true
                    a.#,     a.b.c,   true
                    a.#,     b.a,     false
                    #.b,     b,       true
                    #.b,     a.a.b,   true
                    #.b,     a.b.a,   false
                    a.#.b,   a.b,     true
                    a.#.b,   a.x.y.b, true
                    a.#.b,   a.x.y,   false
                    #.a.#,   a,       true
                    #.a.#,   x.a.y,   true
                    #.a.#,   x.y,     false
                    #.*,     a,       true
                    #.*,     '',      false
                    *.#.*,   a,       false
                    *.#.*,   a.b,     true
                    #.#,     '',      true
                    a..b,    a..b,    true
                    a.*.b,   a..b,    true
                    a.*.b,   a.b,     false
                    a.*.c,   a.*.c,   true
                    a.*.c,   a.#.c,   true
                    a.#.c,   a.*.c,   true
                    """)
    void topicPatterns(String pattern, String key, boolean matches) throws Exception {
        String exchange = exchange("topic");
        String queue = declared("q");
        bind(exchange, queue, pattern);
        assertThat(arrives(exchange, key, queue, Properties.NONE)).isEqualTo(matches);
    }

    @Test
    void everyTopicBindingOfMany() throws Exception {
        String exchange = exchange("topic");
        List<String> patterns = List.of("a.b", "a.*", "#", "*.b", "b.#", "a.#", "#.b", "c");
        for (String pattern : patterns) {
            bind(exchange, declared(pattern), pattern);
        }
        channel().confirming().publish(exchange, "a.b", "m");
        assertThat(channel().told()).isEqualTo("confirmed 1");
        Map<String, Long> counts = new TreeMap<>();
        for (String pattern : patterns) {
            counts.put(pattern, channel().channel().verifyQueue(name(pattern)));
        }
        assertThat(counts)
                .containsAllEntriesOf(Map.of("a.b", 1L, "a.*", 1L, "#", 1L, "*.b", 1L, "a.#", 1L, "#.b", 1L))
                .containsEntry("b.#", 0L)
                .containsEntry("c", 0L);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of(Map.of("a", 1, "b", "x"), Map.of("a", 1, "b", "x", "c", 3), true),
                Arguments.of(Map.of("a", 1, "b", "x"), Map.of("a", 1), false),
                Arguments.of(Map.of("a", 1), Map.of("a", 1L), true),
                Arguments.of(Map.of("a", 1), Map.of("a", "1"), false),
                Arguments.of(Map.of("a", true), Map.of("a", true), true),
                Arguments.of(Map.of(), Map.of("a", 1), true),
                Arguments.of(Map.of("x-match", "all"), Map.of(), true),
                Arguments.of(Map.of("x-match", "any"), Map.of("a", 1), false),
                Arguments.of(Map.of("x-match", "any", "a", 1, "b", 2), Map.of("b", 2), true),
                Arguments.of(Map.of("x-match", "any", "a", 1, "b", 2), Map.of("b", 3), false),
                Arguments.of(Map.of("x-match", "all", "x-a", 1, "b", 2), Map.of("b", 2), true),
                Arguments.of(Map.of("x-match", "any", "x-a", 1, "b", 2), Map.of("x-a", 1), false),
                Arguments.of(Map.of("x-match", "all-with-x", "x-a", 1), Map.of("x-a", 2), false),
                Arguments.of(Map.of("x-match", "any-with-x", "x-a", 1), Map.of("x-a", 1), true));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void headers(Map<String, Object> wanted, Map<String, Object> given, boolean matches) throws Exception {
        String exchange = exchange("headers");
        String queue = declared("q");
        channel().channel().bind(Binding.queue(exchange, queue, "").arguments(wanted));
        assertThat(arrives(
                        exchange,
                        "k",
                        queue,
                        Properties.builder().headers(given).build()))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"direct,k,k,true", "direct,k,other,false", "direct,'','',true", "fanout,k,other,true"})
    void directAndFanout(String type, String bound, String key, boolean matches) throws Exception {
        String exchange = exchange(type);
        String queue = declared("q");
        bind(exchange, queue, bound);
        assertThat(arrives(exchange, key, queue, Properties.NONE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"'',true", "amq.direct,true", "amq.fanout,true", "amq.topic,true", "amq.headers,true", "amq.match,true"
    })
    void predeclaredExchanges(String exchange, boolean matches) throws Exception {
        String queue = declared("q");
        if (!exchange.isEmpty()) {
            channel().channel().bind(Binding.queue(exchange, queue, queue).arguments(Map.of("only", name("this"))));
        }
        Properties properties =
                Properties.builder().header("only", name("this")).build();
        assertThat(arrives(exchange, queue, queue, properties)).isEqualTo(matches);
    }

    @Test
    void severalBindingsAndExchangesGiveAQueueOneCopyAndCyclesEnd() throws Exception {
        String first = exchange("topic");
        String second = exchange("fanout");
        String queue = declared("q");
        bind(first, queue, "a.*");
        bind(first, queue, "#");
        bind(second, queue, "");
        channel().channel().bind(Binding.exchange(first, second, "#"));
        channel().channel().bind(Binding.exchange(second, first, ""));
        assertThat(arrives(second, "a.b", queue, Properties.NONE)).isTrue();
        assertThat(channel().channel().verifyQueue(queue)).isZero();
    }

    @Test
    void alternateExchangeTakesWhatNoBindingTakes() throws Exception {
        String alternate = exchange("fanout");
        ExchangeDeclaration exchange = ExchangeDeclaration.direct(name("x"))
                .durable(false)
                .autoDelete(true)
                .alternate(alternate);
        channel().channel().declare(exchange);
        String routed = declared("routed");
        String other = declared("other");
        bind(exchange.name(), routed, "k");
        bind(alternate, other, "");
        assertThat(arrives(exchange.name(), "k", routed, Properties.NONE)).isTrue();
        assertThat(channel().channel().verifyQueue(other)).isZero();
        assertThat(arrives(exchange.name(), "none", other, Properties.NONE)).isTrue();
    }

    @Test
    void internalExchangeIsReachedThroughAnotherOnly() throws Exception {
        ExchangeDeclaration internal = ExchangeDeclaration.fanout(name("internal"))
                .durable(false)
                .autoDelete(true)
                .internal(true);
        channel().channel().declare(internal);
        String outer = exchange("fanout");
        String queue = declared("q");
        bind(internal.name(), queue, "");
        channel().channel().bind(Binding.exchange(outer, internal.name(), ""));
        assertThat(arrives(outer, "", queue, Properties.NONE)).isTrue();
        channel().publish(internal.name(), "", "m");
        assertThat(channel().told())
                .isEqualTo("closed 403 ACCESS_REFUSED - cannot publish to internal exchange '" + internal.name()
                        + "' in vhost '/'");
    }

    @Test
    void senderChoosesFurtherRoutingKeys() throws Exception {
        String queue = declared("to");
        String copy = declared("cc");
        String blind = declared("bcc");
        Properties properties = Properties.builder()
                .header("CC", List.of(copy))
                .header("BCC", List.of(blind))
                .build();
        assertThat(arrives("", queue, queue, properties)).isTrue();
        var copied = channel().take(copy).orElseThrow();
        assertThat(copied.routingKey()).isEqualTo(queue);
        assertThat(copied.properties().headers()).isEqualTo(Map.of("CC", List.of(copy)));
        assertThat(channel().take(blind).orElseThrow().properties().headers()).isEqualTo(Map.of("CC", List.of(copy)));
    }

    @Test
    void furtherRoutingKeysThatAreNoList() throws Exception {
        channel()
                .publish(
                        "",
                        declared("q"),
                        "m",
                        Properties.builder().header("CC", "no list").build());
        assertThat(channel().told()).startsWith("closed 406 PRECONDITION_FAILED - ");
    }

    @Test
    void autoDeleteExchangeGoesWithItsLastBinding() throws Exception {
        String exchange = exchange("direct");
        String queue = declared("q");
        bind(exchange, queue, "k");
        channel().channel().deleteQueue(queue);
        Recorder asking = client().open();
        try {
            asking.channel().verifyExchange(exchange);
        } catch (RuntimeException expected) {
            assertThat(asking.told()).isEqualTo("closed 404 NOT_FOUND - no exchange '" + exchange + "' in vhost '/'");
            return;
        }
        throw new AssertionError("the exchange is still there");
    }
}
