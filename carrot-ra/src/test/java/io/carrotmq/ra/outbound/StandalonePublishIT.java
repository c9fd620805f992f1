package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.GetResponse;
import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.Publisher;
import io.carrotmq.RawBroker;
import io.carrotmq.Receipt;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnroutableException;
import io.carrotmq.codec.Codecs;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection factory without a container, against a real broker. */
@WithBroker
@Timeout(60)
class StandalonePublishIT {
    /** A message type. */
    public record Order(String id, int count) {}

    private final Codecs codecs = Codecs.of(StandalonePublishIT.class.getClassLoader());
    private RabbitMq broker;
    private RawBroker raw;
    private ConnectionFactory connections;
    private String queue;

    @BeforeEach
    void open(RabbitMq shared) throws Exception {
        broker = shared;
        raw = new RawBroker(shared.uri());
        queue = raw.givenQueue("publish");
        connections = ConnectionFactory.open(shared.uri().toString());
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        raw.channel().queueDelete(queue);
        raw.close();
    }

    private Publisher<Order> orders() {
        return Publisher.of(
                connections, codecs.codec("application/json", Order.class), SendOptions.DEFAULT.routingKey(queue));
    }

    private static OutgoingMessage message(String exchange, String key, String body) {
        return new OutgoingMessage(exchange, key, true, Properties.NONE, body.getBytes(UTF_8));
    }

    @Test
    void confirmedMessageIsInTheQueueWithItsProperties() throws Exception {
        Receipt receipt = orders().send(new Order("a", 2));

        assertThat(receipt.confirmed()).isTrue();
        GetResponse got = raw.get(queue);
        assertThat(new String(got.getBody(), UTF_8)).isEqualTo("{\"count\":2,\"id\":\"a\"}");
        assertThat(got.getProps().getContentType()).isEqualTo("application/json");
        assertThat(got.getProps().getContentEncoding()).isEqualTo("utf-8");
        assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
    }

    @Test
    void unboundKeyThrowsOnThatCallAndTheNextSendWorks() {
        assertThatThrownBy(() -> orders().to("nobody-listens").send(new Order("a", 1)))
                .isInstanceOf(UnroutableException.class)
                .hasMessageStartingWith("CARROT-0601")
                .hasMessageContaining("nobody-listens");
        assertThat(orders().send(new Order("b", 1)).confirmed()).isTrue();
    }

    @Test
    void missingExchangeThrowsOnThatCallAndTheNextSendWorks() {
        assertThatThrownBy(
                        () -> orders().with(o -> o.exchange("no-such-exchange")).send(new Order("a", 1)))
                .isInstanceOfSatisfying(PublishException.class, e -> {
                    assertThat(e.code()).isEqualTo("CARROT-0607");
                    assertThat(e.mayHaveBeenDelivered()).isFalse();
                })
                .hasMessageContaining("no-such-exchange");
        assertThat(orders().send(new Order("b", 1)).confirmed()).isTrue();
    }

    @Test
    void onlyTheUnroutableOneOfABatchFails() throws Exception {
        try (Connection connection = connections.connect()) {
            List<OutgoingMessage> batch = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                batch.add(message("", i == 41 ? "nobody" : queue, "m" + i));
            }
            UnroutableException failure =
                    catchThrowableOfType(UnroutableException.class, () -> connection.publishAll(batch));
            assertThat(failure).hasMessageContaining("nobody");
        }
        assertThat(raw.count(queue)).isEqualTo(99);
    }

    @Test
    void eachAsynchronousSendCompletesWithItsOwnOutcome() {
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        try (Connection connection = connections.connect()) {
            for (int i = 0; i < 3000; i++) {
                stages.add(connection.publishAsync(message("", i % 10 == 0 ? "nobody" : queue, "m" + i)));
            }
        } // closing the handle takes nothing back
        for (int i = 0; i < stages.size(); i++) {
            var future = stages.get(i).toCompletableFuture();
            if (i % 10 == 0) {
                assertThatThrownBy(future::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(UnroutableException.class);
            } else {
                assertThat(future.join().confirmed()).isTrue();
            }
        }
    }

    @Test
    void managementShowsTheConnectionsByName() {
        orders().send(new Order("a", 1));
        Await.until(
                "the connection's name in the management view",
                Duration.ofSeconds(15),
                () -> broker.management().connectionNames().contains("carrot (publish)"));
    }

    @Test
    void closingTheFactoryLeavesNoConnectionAndNoThread() {
        orders().send(new Order("a", 1));
        connections.close();
        Await.until(
                "no thread of Carrot's",
                Duration.ofSeconds(10),
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("carrot-")));
        assertThatThrownBy(() -> orders().send(new Order("b", 1))).isInstanceOf(ConnectException.class);
    }

    @Test
    void consumerReceivesTypedAndSettles() throws Exception {
        orders().sendAll(List.of(new Order("a", 1), new Order("b", 2), new Order("c", 3)));
        try (Consumer<Order> consumer =
                Consumer.of(connections, queue, codecs.decoder(Order.class), SubscribeOptions.DEFAULT.prefetch(2))) {
            Delivery<Order> first = consumer.receive(Duration.ofSeconds(5)).orElseThrow();
            assertThat(first.body()).isEqualTo(new Order("a", 1));
            assertThat(first.envelope().redelivered()).isFalse();
            first.requeue();
            List<Order> rest = new ArrayList<>();
            consumer.onMessage(delivery -> {
                rest.add(delivery.body());
                delivery.ack();
            });
            assertThat(consumer.consume(3)).isEqualTo(3);
            assertThat(rest).containsExactlyInAnyOrder(new Order("a", 1), new Order("b", 2), new Order("c", 3));
        }
        assertThat(raw.count(queue)).isZero();
    }

    @Test
    void unsettledFetchGoesBackWhenTheHandleIsClosed() throws Exception {
        orders().send(new Order("a", 1));
        try (Connection connection = connections.connect()) {
            assertThat(connection.fetch(queue)).isPresent();
            assertThat(connection.fetch(queue)).isEmpty();
        }
        Await.until("the message back in the queue", Duration.ofSeconds(5), () -> raw.count(queue) == 1);
        try (Connection connection = connections.connect()) {
            Delivery<byte[]> again = connection.fetch(queue).orElseThrow();
            assertThat(again.envelope().redelivered()).isTrue();
            again.ack();
        }
    }

    @Test
    void messageThatDoesNotFitTheProtocolHarmsNoOther() {
        try (Connection connection = connections.connect()) {
            assertThatThrownBy(() -> connection.publish(message("", "k".repeat(300), "too long a key")))
                    .isInstanceOf(PublishException.class)
                    .hasMessageStartingWith("CARROT-0613");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(orders().send(new Order("good", i)).confirmed()).isTrue();
        }
    }

    @Test
    void goodMessageIsNotBlamedForATellToAMissingExchange() throws Exception {
        for (int i = 0; i < 10; i++) {
            CompletionStage<Receipt> good;
            try (Connection connection = connections.connect()) {
                good = connection.publishAsync(message("", queue, "good"));
                assertThatThrownBy(() -> connection.tell(message("no-such-exchange", "k", "bad")))
                        .isInstanceOf(MessageRefusedException.class)
                        .hasMessageStartingWith("CARROT-0607");
            }
            assertThat(good.toCompletableFuture().get(15, TimeUnit.SECONDS).confirmed())
                    .isTrue();
        }
        assertThat(raw.count(queue)).isEqualTo(10);
    }

    /** A message with another's user id ends the channel, which all share; only who was on it may be told so. */
    @Test
    void publisherSendsOnWhileOthersEndTheSharedChannel() throws Exception {
        Properties forged = Properties.builder().userId("somebody-else").build();
        Publisher<Order> good = orders();
        for (int i = 0; i < 50; i++) {
            try (Connection bad = connections.connect()) {
                bad.tell(new OutgoingMessage("", queue, true, forged, new byte[0]));
            } catch (ConnectException e) { // the last round's has ended the channel
                assertThat(e.isTemporary()).isTrue();
            }
            try {
                assertThat(good.send(new Order("good", i)).confirmed()).isTrue();
            } catch (PublishException e) { // it went out behind the bad one
                assertThat(e.code()).isIn("CARROT-0604", "CARROT-0608", "CARROT-0620");
            }
            good.tell(new Order("told", i));
        }
    }

    /** A refusal is an answer like any other, and nobody waits for something to follow it. */
    @Test
    @Timeout(30)
    void refusalsComeAsFastAsConfirms() throws Exception {
        String full = queue + "-full";
        raw.channel().queueDeclare(full, false, false, true, Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
        Publisher<Order> refused = orders().to(full);
        for (int i = 0; i < 200; i++) {
            Order order = new Order("refused", i);
            assertThatThrownBy(() -> refused.send(order)).isInstanceOf(MessageRefusedException.class);
        }
        raw.channel().queueDelete(full);
    }
}
