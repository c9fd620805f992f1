package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.codec.Codecs;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What annotations configure is what the factory methods make of the same settings (C-20). */
class EqualConfigurationTest {
    private static final Order ORDER = new Order("é-1", List.of("pen", "ink"));
    private static final Codecs CODECS = Codecs.of(EqualConfigurationTest.class.getClassLoader());

    private SeContainer container;
    private RecordingConnectionFactory recording;
    private Injected injected;

    @Dependent
    static class Injected {
        @Inject
        @Exchange("feed")
        @RoutingKey("importer")
        @Json
        Publisher<Order> json;

        @Inject
        @RoutingKey("queue")
        @Text
        Publisher<String> text;

        @Inject
        @Exchange("feed")
        @Bytes
        Publisher<byte[]> bytes;

        @Inject
        @Queue("inbox")
        @Json
        Consumer<Order> jsonInbox;

        @Inject
        @Queue("inbox")
        Consumer<Order> anyInbox;
    }

    @Dependent
    @Exchange("feed")
    @RoutingKey("importer")
    @Json
    static class OrderPublisher extends PublisherSupport<Order> {
        OrderPublisher() {}

        OrderPublisher(ConnectionFactory connections) {
            super(connections);
        }
    }

    @Dependent
    @Queue("inbox")
    @Json
    static class OrderConsumer extends ConsumerSupport<Order> {
        final List<Order> received = new ArrayList<>();

        OrderConsumer() {}

        OrderConsumer(ConnectionFactory connections) {
            super(connections);
        }

        @Override
        protected void receive(Delivery<? extends Order> delivery) {
            received.add(delivery.body());
            delivery.ack();
        }
    }

    @CarrotClient(exchange = "feed")
    interface Client {
        @RoutingKey("importer")
        void send(Order order);

        @RoutingKey("importer")
        CompletionStage<Receipt> sendAsync(Order order);

        @Unconfirmed
        @RoutingKey("importer")
        void tell(Order order);
    }

    @BeforeEach
    void start() {
        container = Containers.start(Injected.class, OrderPublisher.class, OrderConsumer.class, Client.class);
        recording = Containers.recording(container);
        injected = container.select(Injected.class).get();
    }

    @AfterEach
    void close() {
        container.close();
    }

    private <T> Publisher<T> made(String mediaType, Type type, SendOptions options) {
        return Publisher.of(recording, CODECS.codec(mediaType, type), options);
    }

    /** Both publish the same four messages, one by each way to send. */
    private <T> void assertSame(Publisher<T> annotated, Publisher<T> made, T body) {
        for (Publisher<T> publisher : List.of(annotated, made)) {
            publisher.send(body);
            publisher.sendAsync(body);
            publisher.sendAll(List.of(body));
            publisher.tell(body);
        }
        assertEqualHalves(4);
    }

    private void assertEqualHalves(int half) {
        assertThat(recording.published).hasSize(2 * half);
        for (int i = 0; i < half; i++) {
            OutgoingMessage ours = recording.published.get(i);
            OutgoingMessage theirs = recording.published.get(i + half);
            assertThat(ours.exchange()).isEqualTo(theirs.exchange());
            assertThat(ours.routingKey()).isEqualTo(theirs.routingKey());
            assertThat(ours.mandatory()).isEqualTo(theirs.mandatory());
            assertThat(ours.properties()).isEqualTo(theirs.properties());
            assertThat(ours.body()).isEqualTo(theirs.body());
        }
    }

    @Test
    void c20_injectedPublisherSendsWhatOneOfTheSameSettingsSends() {
        assertSame(
                injected.json,
                made(
                        "application/json",
                        Order.class,
                        SendOptions.DEFAULT.exchange("feed").routingKey("importer")),
                ORDER);
        assertThat(recording.last().exchange()).isEqualTo("feed");
        assertThat(recording.last().routingKey()).isEqualTo("importer");
    }

    @Test
    void c20_soDoThoseWithoutAnExchangeOrAKeyAndInOtherEncodings() {
        assertSame(injected.text, made("text/plain", String.class, SendOptions.DEFAULT.routingKey("queue")), "grüße");
        recording.published.clear();
        assertSame(
                injected.bytes,
                made("application/data", byte[].class, SendOptions.DEFAULT.exchange("feed")),
                new byte[] {0, -1});
    }

    @Test
    void c20_soDoChangedCopies() {
        Publisher<Order> made = made(
                "application/json",
                Order.class,
                SendOptions.DEFAULT.exchange("feed").routingKey("importer"));
        assertSame(
                injected.json.with(options -> options.header("tenant", "acme").priority(3)),
                made.with(options -> options.header("tenant", "acme").priority(3)),
                ORDER);
        assertThat(recording.last().properties().priority()).isEqualTo(3);
    }

    @Test
    void c20_injectedConsumerAsksForWhatOneOfTheSameSettingsAsksFor() throws InterruptedException {
        assertSame(
                injected.jsonInbox,
                Consumer.of(
                        recording, "inbox", CODECS.decoder(Order.class, "application/json"), SubscribeOptions.DEFAULT));
        recording.asked.clear();
        assertSame(
                injected.anyInbox,
                Consumer.of(recording, "inbox", CODECS.decoder(Order.class), SubscribeOptions.DEFAULT));
    }

    @Test
    void c20_subclassSendsWhatAPublisherOfTheSameSettingsSends() {
        SendOptions options = SendOptions.DEFAULT.exchange("feed").routingKey("importer");
        assertSame(container.select(OrderPublisher.class).get(), made("application/json", Order.class, options), ORDER);
        recording.published.clear();
        assertSame(new OrderPublisher(recording), made("application/json", Order.class, options), ORDER);
        recording.published.clear();
        assertSame(
                new OrderPublisher(recording).with(o -> o.header("tenant", "acme")),
                made("application/json", Order.class, options.header("tenant", "acme")),
                ORDER);
    }

    @Test
    void c20_subclassAsksForWhatAConsumerOfTheSameSettingsAsksFor() throws InterruptedException {
        for (OrderConsumer subclass :
                List.of(container.select(OrderConsumer.class).get(), new OrderConsumer(recording))) {
            assertSame(
                    subclass,
                    Consumer.of(
                            recording,
                            "inbox",
                            CODECS.decoder(Order.class, "application/json"),
                            SubscribeOptions.DEFAULT));
            recording.asked.clear();
        }
    }

    @Test
    void c20_subclassReceivesWhatAHandlerReceives() {
        Publisher<Order> sender = made("application/json", Order.class, SendOptions.DEFAULT.routingKey("inbox"));
        try (OrderConsumer subclass = new OrderConsumer(recording);
                Consumer<Order> made = Consumer.of(
                        recording,
                        "inbox",
                        CODECS.decoder(Order.class, "application/json"),
                        SubscribeOptions.DEFAULT)) {
            sender.send(ORDER);
            assertThat(subclass.consume(1)).isEqualTo(1);
            List<Order> handled = new ArrayList<>();
            made.onMessage(delivery -> {
                handled.add(delivery.body());
                delivery.ack();
            });
            sender.send(ORDER);
            assertThat(made.consume(1)).isEqualTo(1);
            assertThat(subclass.received).isEqualTo(handled).containsExactly(ORDER);
        }
    }

    @Test
    void c20_clientSendsWhatAPublisherOfTheSameSettingsSends() {
        Client client = container.select(Client.class).get();
        client.send(ORDER);
        client.sendAsync(ORDER);
        client.tell(ORDER);
        Publisher<Order> made = made(
                "application/json",
                Order.class,
                SendOptions.DEFAULT.exchange("feed").routingKey("importer"));
        made.send(ORDER);
        made.sendAsync(ORDER);
        made.tell(ORDER);
        assertEqualHalves(3);
        assertThat(recording.calls.subList(0, 3)).isEqualTo(recording.calls.subList(3, 6));
    }

    private void assertSame(Consumer<Order> annotated, Consumer<Order> made) throws InterruptedException {
        Publisher<Order> sender = made("application/json", Order.class, SendOptions.DEFAULT.routingKey("inbox"));
        for (Consumer<Order> consumer : List.of(annotated, made)) {
            sender.sendAll(List.of(ORDER, ORDER));
            assertThat(consumer.fetch().orElseThrow().body()).isEqualTo(ORDER);
            assertThat(consumer.receive(Duration.ZERO).orElseThrow().body()).isEqualTo(ORDER);
            consumer.close();
        }
        int half = recording.asked.size() / 2;
        assertThat(half).isPositive();
        assertThat(recording.asked.subList(0, half)).isEqualTo(recording.asked.subList(half, 2 * half));
        assertThat(recording.asked).allSatisfy(each -> assertThat(each.get(0)).isEqualTo("inbox"));
        assertThat(recording.open).hasValue(0);
    }
}
