package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.scenario.Csv;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.cdi.scenario.Premium;
import io.carrotmq.cdi.scenario.Price;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the methods of declarative publishers send. */
class ClientTest {
    private static final Order ORDER = new Order("1", List.of("pen"));
    private static final String JSON = "{\"articles\":[\"pen\"],\"id\":\"1\"}";

    private SeContainer container;
    private RecordingConnectionFactory recording;
    private Shop shop;

    @CarrotClient(exchange = "orders")
    interface Orders {
        @RoutingKey("placed")
        void placed(Order order);

        @RoutingKey("placed.{region}")
        Receipt placed(Order order, @Key("region") String region);

        @RoutingKey("{region}.{kind}.{region}")
        CompletionStage<Receipt> async(@Key("kind") Kind kind, Order order, @Key("region") int region);

        @RoutingKey("future")
        CompletableFuture<Receipt> future(Order order) throws IOException;

        @Unconfirmed
        void told(Order order);

        @RoutingKey("labelled")
        void labelled(
                Order order,
                @Header("tenant") String tenant,
                @Header("since") Instant since,
                @Header("tags") List<String> tags,
                @Header("text") CharSequence text,
                @Ttl Duration ttl,
                @Priority Integer priority,
                @MessageId Object id,
                @CorrelationId String correlation);

        @RoutingKey("both.{tenant}")
        void both(Order order, @Key("tenant") @Header("tenant") @Priority int tenant);
    }

    enum Kind {
        BOOK
    }

    @CarrotClient(exchange = "prices", mandatory = false, persistent = false)
    @Csv
    @TxMode(TransactionMode.AFTER_COMMIT)
    interface Prices {
        void csv(Price price);

        @Json
        @TxMode(TransactionMode.NONE)
        void json(Price price);

        @Json
        void text(@Text String text);

        @Bytes
        @RoutingKey("{n}")
        void bytes(byte[] bytes, @Key("n") long n);
    }

    interface Base<T> {
        @RoutingKey("base")
        void base(T body);

        @RoutingKey("list")
        void list(List<T> bodies);

        @RoutingKey("array")
        void array(T[] bodies);

        default void twice(T body) {
            base(body);
            base(body);
        }
    }

    interface Middle<A, B> extends Base<B> {
        @RoutingKey("middle")
        void middle(Map<String, A> body);
    }

    @CarrotClient
    interface Inheriting extends Middle<Price, Order> {
        @RoutingKey("own")
        void own(Order order);

        @Override
        @RoutingKey("redeclared")
        void base(Order order);

        @Override
        String toString();

        private String name() {
            return "private";
        }

        default String defaults(String first, int... others) throws IOException {
            if (others.length > 2) {
                throw new IOException(first);
            }
            own(ORDER);
            return name() + " of " + first + others.length;
        }

        default String defaults() {
            return "none";
        }

        static String unrelated() {
            return "static";
        }
    }

    @CarrotClient(exchange = "premium")
    @Premium
    @Typed(Premiums.class)
    interface Premiums extends Base<Order> {}

    @Dependent
    static class Shop {
        @Inject
        Orders orders;

        @Inject
        Orders again;

        @Inject
        Instance<Prices> prices;

        @Inject
        Inheriting inheriting;

        @Inject
        Base<Order> byItsSuperInterface;

        @Inject
        @Premium
        Premiums premiums;
    }

    @BeforeEach
    void start() {
        container = Containers.start(Shop.class);
        recording = Containers.recording(container);
        shop = container.select(Shop.class).get();
    }

    @AfterEach
    void close() {
        container.close();
    }

    private OutgoingMessage last(String exchange, String routingKey, String body) {
        OutgoingMessage last = recording.last();
        assertThat(last.exchange()).isEqualTo(exchange);
        assertThat(last.routingKey()).isEqualTo(routingKey);
        assertThat(new String(last.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        return last;
    }

    @Test
    void fixedKey() {
        shop.orders.placed(ORDER);
        OutgoingMessage first = last("orders", "placed", JSON);
        assertThat(first.mandatory()).isTrue();
        assertThat(first.transactionMode()).isNull();
        assertThat(first.properties().persistent()).isTrue();
        assertThat(first.properties().priority()).isZero();
        assertThat(first.properties().contentType()).isEqualTo("application/json");
        assertThat(first.properties().headers()).isEmpty();
        shop.orders.placed(ORDER);
        assertThat(recording.last().properties()).isSameAs(first.properties());
    }

    @Test
    void templatedKeyKeepsTheProperties() {
        Receipt receipt = shop.orders.placed(ORDER, "eu");
        assertThat(receipt).isEqualTo(new Receipt(Receipt.Outcome.CONFIRMED, "orders", "placed.eu"));
        OutgoingMessage first = last("orders", "placed.eu", JSON);
        shop.orders.placed(ORDER, "us");
        assertThat(last("orders", "placed.us", JSON).properties()).isSameAs(first.properties());
    }

    @Test
    void asynchronous() throws Exception {
        Receipt receipt =
                shop.orders.async(Kind.BOOK, ORDER, 7).toCompletableFuture().join();
        assertThat(receipt.confirmed()).isTrue();
        last("orders", "7.BOOK.7", JSON);
        assertThat(shop.orders.future(ORDER).join().routingKey()).isEqualTo("future");
        last("orders", "future", JSON);
        assertThat(recording.calls).endsWith("publishAsync", "publishAsync");
    }

    @Test
    void unconfirmed() {
        shop.orders.told(ORDER);
        last("orders", "", JSON);
        assertThat(recording.calls).containsExactly("tell");
        shop.orders.placed(ORDER);
        assertThat(recording.calls).containsExactly("tell", "publish");
    }

    @Test
    void headersAndProperties() {
        Instant since = Instant.ofEpochSecond(1_000);
        shop.orders.labelled(
                ORDER,
                "acme",
                since,
                List.of("a", "b"),
                new StringBuilder("built"),
                Duration.ofSeconds(3),
                9,
                42,
                "answer");
        var properties = last("orders", "labelled", JSON).properties();
        assertThat(properties.headers())
                .containsOnly(
                        Map.entry("tenant", "acme"),
                        Map.entry("since", since),
                        Map.entry("tags", List.of("a", "b")),
                        Map.entry("text", "built"));
        assertThat(properties.expiration()).isEqualTo(Duration.ofSeconds(3));
        assertThat(properties.priority()).isEqualTo(9);
        assertThat(properties.messageId()).isEqualTo("42");
        assertThat(properties.correlationId()).isEqualTo("answer");
        assertThat(properties.contentType()).isEqualTo("application/json");
        shop.orders.labelled(ORDER, null, null, null, null, null, null, null, null);
        properties = last("orders", "labelled", JSON).properties();
        assertThat(properties.headers()).isEmpty();
        assertThat(properties.expiration()).isNull();
        assertThat(properties.priority()).isNull();
        assertThat(properties.messageId()).isNull();
        assertThat(properties.correlationId()).isNull();
    }

    @Test
    void oneParameterInSeveralRoles() {
        shop.orders.both(ORDER, 5);
        var properties = last("orders", "both.5", JSON).properties();
        assertThat(properties.headers()).containsOnly(Map.entry("tenant", 5));
        assertThat(properties.priority()).isEqualTo(5);
    }

    @Test
    void theNearestEncoderAndModeCount() {
        Prices prices = shop.prices.get();
        Price price = new Price("pen", 250);
        prices.csv(price);
        OutgoingMessage csv = last("prices", "", "pen,250");
        assertThat(csv.properties().contentType()).isEqualTo("text/csv");
        assertThat(csv.mandatory()).isFalse();
        assertThat(csv.properties().persistent()).isFalse();
        assertThat(csv.transactionMode()).isEqualTo(TransactionMode.AFTER_COMMIT);
        prices.json(price);
        assertThat(last("prices", "", "{\"article\":\"pen\",\"cents\":250}").transactionMode())
                .isEqualTo(TransactionMode.NONE);
        prices.text("grüße");
        assertThat(last("prices", "", "grüße").properties().contentType()).isEqualTo("text/plain");
        prices.bytes(new byte[] {'x'}, 1L << 40);
        assertThat(last("prices", "1099511627776", "x").properties().contentType())
                .isEqualTo("application/data");
    }

    @Test
    void whatIsInheritedIsOfTheTypesThatWereGiven() {
        shop.inheriting.own(ORDER);
        last("", "own", JSON);
        shop.inheriting.list(List.of(ORDER));
        last("", "list", "[" + JSON + "]");
        shop.inheriting.array(new Order[] {ORDER, ORDER});
        last("", "array", "[" + JSON + "," + JSON + "]");
        shop.inheriting.middle(Map.of("a", new Price("pen", 1)));
        last("", "middle", "{\"a\":{\"article\":\"pen\",\"cents\":1}}");
        shop.inheriting.base(ORDER);
        last("", "redeclared", JSON);
        assertThat(shop.byItsSuperInterface).isSameAs(shop.inheriting);
        shop.byItsSuperInterface.base(ORDER);
        last("", "redeclared", JSON);
        shop.premiums.base(ORDER);
        last("premium", "base", JSON);
    }

    @Test
    void defaultMethodsRun() throws Exception {
        assertThat(shop.inheriting.defaults()).isEqualTo("none");
        assertThat(shop.inheriting.defaults("x", 1, 2)).isEqualTo("private of x2");
        last("", "own", JSON);
        assertThatThrownBy(() -> shop.inheriting.defaults("as it was thrown", 1, 2, 3))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("as it was thrown");
        shop.inheriting.twice(ORDER);
        assertThat(recording.published).hasSize(3);
        last("", "redeclared", JSON);
        assertThat(Inheriting.unrelated()).isEqualTo("static");
    }

    @Test
    @SuppressWarnings("EqualsWithItself")
    void objectMethods() {
        assertThat(shop.orders.toString()).isEqualTo("client " + Orders.class.getName() + " of exchange 'orders'");
        assertThat(shop.inheriting.toString()).startsWith("client " + Inheriting.class.getName());
        assertThat(shop.orders.equals(shop.orders)).isTrue();
        assertThat(shop.orders.equals(shop.inheriting)).isFalse();
        assertThat(shop.orders.hashCode()).isEqualTo(shop.again.hashCode());
        assertThat(recording.published).isEmpty();
    }

    @Test
    void oneInstanceForAll() {
        assertThat(shop.again).isSameAs(shop.orders);
        assertThat(CDI.current().select(Orders.class).get()).isSameAs(shop.orders);
        assertThat(container.select(Premiums.class, Any.Literal.INSTANCE).get()).isSameAs(shop.premiums);
        assertThat(container.select(Premiums.class).isUnsatisfied()).isTrue();
    }

    @Test
    void wrongValuesFailAtOnce() {
        assertThatThrownBy(() -> shop.orders.placed(ORDER, null))
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith("CARROT-0349 [" + Orders.class.getName() + ".placed(Order, String)] ")
                .hasMessageContaining("@Key(\"region\") is null")
                .hasMessageContaining("\"placed.{region}\"");
        assertThatThrownBy(() -> shop.orders.both(ORDER, 256))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0151 priority is 256");
        assertThatThrownBy(() ->
                        shop.orders.labelled(ORDER, null, null, null, null, Duration.ofSeconds(-1), null, null, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0152 ");
        assertThat(recording.published).isEmpty();
    }

    @Test
    void afterTheEndItSaysSo() {
        Orders orders = shop.orders;
        orders.placed(ORDER);
        container.close();
        assertThatThrownBy(() -> orders.placed(ORDER))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0316 ");
        assertThatThrownBy(() -> orders.async(Kind.BOOK, ORDER, 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0316 ");
        container = Containers.start(Shop.class);
    }

    @Test
    void settingsFromOutsideCount() {
        Map<String, String> settings = Map.of(
                "carrot.clients.Orders.exchange", "other",
                "carrot.clients.Orders.mandatory", "false",
                "carrot.clients.Orders.txMode", "none",
                "carrot.clients.Orders.placed.routingKey", "set",
                "carrot.clients.Orders.told.routingKey", "told",
                "carrot.clients.Orders.told.txMode", "after-commit");
        container.close();
        settings.forEach(System::setProperty);
        try (SeContainer changed = Containers.start(Plain.class)) {
            RecordingConnectionFactory messages = Containers.recording(changed);
            SetFromOutside.Orders orders = changed.select(Plain.class).get().orders;
            orders.placed(ORDER);
            assertThat(messages.last().exchange()).isEqualTo("other");
            assertThat(messages.last().routingKey()).isEqualTo("set");
            assertThat(messages.last().mandatory()).isFalse();
            assertThat(messages.last().transactionMode()).isEqualTo(TransactionMode.NONE);
            orders.told(ORDER);
            assertThat(messages.last().routingKey()).isEqualTo("told");
            assertThat(messages.last().transactionMode()).isEqualTo(TransactionMode.AFTER_COMMIT);
        } finally {
            settings.keySet().forEach(System::clearProperty);
            container = Containers.start(Shop.class);
        }
    }

    private static final class SetFromOutside {
        @CarrotClient(exchange = "orders")
        private interface Orders {
            @RoutingKey("placed")
            void placed(Order order);

            @Unconfirmed
            void told(Order order);
        }
    }

    @Dependent
    static class Plain {
        @Inject
        SetFromOutside.Orders orders;
    }
}
