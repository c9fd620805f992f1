package io.carrotmq.codecs.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exchanges, priorities and expiration, with Carrot at one end and kombu at the other. */
@WithBroker
@Timeout(180)
class RoutingIT {
    private final PythonClients python = PythonClients.shared();
    private Meeting meeting;

    @BeforeEach
    void meet(RabbitMq broker) {
        meeting = new Meeting(broker.uri());
    }

    @AfterEach
    void part() {
        meeting.close();
    }

    @Test
    void c12_kombusHeaders_routeToCarrot() {
        String exchange = meeting.exchange(ExchangeDeclaration::headers);
        String all = meeting.queue();
        String any = meeting.queue();
        meeting.bind(topology -> topology.bindHeaders(
                        exchange, all, Map.of("x-match", "all", "kind", "order", "urgent", true))
                .bindHeaders(exchange, any, Map.of("x-match", "any", "kind", "order", "urgent", true)));

        python.kombuPublishes(exchange, "", "'both'", "headers", Map.of("kind", "order", "urgent", true));
        python.kombuPublishes(exchange, "", "'one'", "headers", Map.of("kind", "order", "urgent", false));
        python.kombuPublishes(exchange, "", "'none'", "headers", Map.of("kind", "bill"));

        assertThat(texts(all, 1)).containsExactly("both");
        assertThat(texts(any, 2)).containsExactly("both", "one");
    }

    @Test
    void c12_carrotsHeaders_routeToKombuAndAreOnTheWire() {
        String exchange = meeting.exchange(ExchangeDeclaration::headers);
        String all = meeting.queue();
        String any = meeting.queue();
        meeting.bind(
                topology -> topology.bindHeaders(exchange, all, Map.of("x-match", "all", "kind", "order", "size", 3))
                        .bindHeaders(exchange, any, Map.of("x-match", "any", "kind", "order", "size", 3)));

        send(exchange, "both", Map.of("kind", "order", "size", 3));
        send(exchange, "one", Map.of("kind", "bill", "size", 3));

        PythonClients.Seen both = python.kombuGets(all, "text/plain");
        assertThat(both.value()).isEqualTo("'both'");
        assertThat(both.headers()).hasSize(2).containsEntry("kind", "order");
        assertThat(((Number) both.headers().get("size")).intValue()).isEqualTo(3);
        assertThat(python.kombuGets(all, "text/plain").empty()).isTrue();
        assertThat(python.kombuGets(any, "text/plain").value()).isEqualTo("'both'");
        assertThat(python.kombuGets(any, "text/plain").value()).isEqualTo("'one'");
    }

    @Test
    void c13_topicPattern_takesWhatFits() {
        String exchange = meeting.exchange(ExchangeDeclaration::topic);
        String stock = meeting.queue();
        String everything = meeting.queue();
        meeting.bind(topology -> topology.bind(exchange, stock, "*.stock.#").bind(exchange, everything, "#"));

        for (String key : List.of("usd.stock", "eur.stock.db", "stock.nasdaq", "a.b.stock")) {
            python.kombuPublishes(exchange, key, "'kombu: " + key + "'");
            meeting.send(
                    "text/plain",
                    String.class,
                    "carrot: " + key,
                    options -> options.exchange(exchange).routingKey(key));
        }

        assertThat(texts(stock, 4))
                .containsExactly(
                        "kombu: usd.stock", "carrot: usd.stock", "kombu: eur.stock.db", "carrot: eur.stock.db");
        for (String key : List.of("usd.stock", "eur.stock.db", "stock.nasdaq", "a.b.stock")) {
            assertThat(python.kombuGets(everything, "text/plain").value()).isEqualTo("'kombu: " + key + "'");
            assertThat(python.kombuGets(everything, "text/plain").value()).isEqualTo("'carrot: " + key + "'");
        }
        assertThat(python.kombuGets(everything, "text/plain").empty()).isTrue();
    }

    @Test
    void c13_fanoutAndDefaultExchange_reachEveryQueueAndTheOneNamed() {
        String exchange = meeting.exchange(ExchangeDeclaration::fanout);
        String first = meeting.queue();
        String second = meeting.queue();
        meeting.bind(topology -> topology.bind(exchange, first, "").bind(exchange, second, ""));

        python.kombuPublishes(exchange, "whatever", "'to all'");
        python.kombuPublishes("", second, "'to one'");

        assertThat(texts(first, 1)).containsExactly("to all");
        assertThat(texts(second, 2)).containsExactly("to all", "to one");
    }

    @Test
    void c16_priorities_orderWhatKombuSends() {
        String queue = meeting.queue(name -> QueueDeclaration.classic(name).maxPriority(10));
        python.kombuPublishes("", queue, "'first'", "priority", 3);
        python.kombuPublishes("", queue, "'second'", "priority", 6);
        python.kombuPublishes("", queue, "'third'", "priority", 3);
        awaitCount(queue, 3);

        try (Consumer<String> consumer = meeting.consumer(queue, String.class, "text/plain")) {
            List<Delivery<String>> taken = new ArrayList<>();
            for (String expected : List.of("second", "first", "third")) {
                Delivery<String> delivery = consumer.fetch().orElseThrow();
                assertThat(delivery.body()).isEqualTo(expected);
                taken.add(delivery);
            }
            taken.forEach(Delivery::requeue);
            python.kombuPublishes("", queue, "'fourth'", "priority", 9);
            awaitCount(queue, 4);

            for (String expected : List.of("fourth", "second", "first", "third")) {
                Delivery<String> delivery = consumer.fetch().orElseThrow();
                assertThat(delivery.body()).isEqualTo(expected);
                delivery.ack();
            }
        }
    }

    @Test
    void c16_priorities_orderWhatCarrotSends() {
        String queue = meeting.queue(name -> QueueDeclaration.classic(name).maxPriority(10));
        send(queue, "first", 3);
        send(queue, "second", 6);
        send(queue, "third", 3);

        python.kombuRequeues(queue, 3);
        awaitCount(queue, 3);
        send(queue, "fourth", 9);

        for (String expected : List.of("fourth", "second", "first", "third")) {
            assertThat(python.kombuGets(queue, "text/plain").value()).isEqualTo("'" + expected + "'");
        }
    }

    @Test
    void c17_expiration_ofKombusAndOfCarrots_isOverAfterTwoSeconds() throws Exception {
        String exchange = meeting.exchange(ExchangeDeclaration::fanout);
        String seen = meeting.queue();
        String waited = meeting.queue();
        meeting.bind(topology -> topology.bind(exchange, seen, "").bind(exchange, waited, ""));

        long start = System.nanoTime();
        python.kombuPublishes(exchange, "", "'kombu'", "expiration", 2);
        meeting.send(
                "text/plain",
                String.class,
                "carrot",
                options -> options.exchange(exchange).expiration(Duration.ofSeconds(2)));

        Optional<Delivery<String>> kombus = fetch(seen);
        awaitCount(waited, 0);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        assertThat(elapsed).isBetween(Duration.ofMillis(1_900), Meeting.BOUND);
        // A machine that is very busy may have been too slow to look in time.
        kombus.ifPresent(delivery -> {
            assertThat(delivery.body()).isEqualTo("kombu");
            assertThat(delivery.properties().expiration()).isEqualTo(Duration.ofSeconds(2));
        });
        assertThat(python.kombuGets(waited, "text/plain").empty()).isTrue();
    }

    private Optional<Delivery<String>> fetch(String queue) {
        try (Consumer<String> consumer = meeting.consumer(queue, String.class, "text/plain")) {
            Optional<Delivery<String>> delivery = consumer.fetch();
            delivery.ifPresent(Delivery::ack);
            return delivery;
        }
    }

    /** So many messages, and not one more. */
    private List<String> texts(String queue, int count) {
        awaitCount(queue, count);
        List<String> texts = new ArrayList<>();
        try (Consumer<String> consumer = meeting.consumer(queue, String.class, "text/plain")) {
            for (Delivery<String> delivery : consumer) {
                texts.add(delivery.body());
                delivery.ack();
            }
        }
        return texts;
    }

    /** kombu does not wait for the broker. */
    private void awaitCount(String queue, long count) {
        Await.until(count + " messages", Meeting.BOUND, () -> meeting.count(queue) == count);
    }

    private void send(String exchange, String text, Map<String, Object> headers) {
        meeting.send(
                "text/plain",
                String.class,
                text,
                options -> options.exchange(exchange).properties(properties -> properties.headers(headers)));
    }

    private void send(String queue, String text, int priority) {
        meeting.send(
                "text/plain",
                String.class,
                text,
                options -> options.routingKey(queue).priority(priority));
    }
}
