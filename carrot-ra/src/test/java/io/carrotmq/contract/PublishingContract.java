package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnroutableException;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each send ends exactly once, in what became of that very message. */
interface PublishingContract {

    @Test
    default void sentMessageIsConfirmedAndThere(Bench bench) {
        String queue = bench.queue();

        Receipt receipt = bench.to(queue).send("hello");

        assertThat(receipt).isEqualTo(new Receipt(Receipt.Outcome.CONFIRMED, "", queue));
        assertThat(bench.drain(queue)).containsExactly("hello");
    }

    @Test
    default void c11_unroutableMessageThrowsAtOnce_andNotOnceItIsBound(Bench bench) {
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.direct(bench.name("exchange")));
        if (!bench.can(Capability.MANDATORY)) {
            bench.refuses(Capability.MANDATORY, connection -> connection.publish(mandatory(exchange, "key")));
            assertThat(bench.to(exchange, "key").send("nowhere").confirmed()).isTrue();
            String queue = bench.boundQueue(exchange, "key");
            assertThat(bench.to(exchange, "key").send("somewhere").confirmed()).isTrue();
            assertThat(bench.drain(queue)).containsExactly("somewhere");
            return;
        }
        Publisher<String> publisher = bench.to(exchange, "key");
        assertThatThrownBy(() -> publisher.send("nowhere")).isInstanceOfSatisfying(UnroutableException.class, lost -> {
            assertThat(lost.code()).isEqualTo("CARROT-0601");
            assertThat(lost.mayHaveBeenDelivered()).isFalse();
            assertThat(lost).hasMessageContaining(exchange).hasMessageContaining("key");
        });
        String queue = bench.boundQueue(exchange, "key");
        assertThat(publisher.send("somewhere").confirmed()).isTrue();
        assertThat(bench.drain(queue)).containsExactly("somewhere");
    }

    private static OutgoingMessage mandatory(String exchange, String key) {
        return new OutgoingMessage(exchange, key, true, Properties.NONE, new byte[0]);
    }

    @Test
    default void unroutableMessageThatIsNotMandatoryIsConfirmed(Bench bench) {
        Publisher<String> publisher = bench.to(bench.name("nobody")).with(options -> options.mandatory(false));

        assertThat(publisher.send("nowhere").confirmed()).isTrue();
    }

    @Test
    default void missingExchangeIsRefused_andTheNextSendWorks(Bench bench) {
        String queue = bench.queue();
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        if (bench.makesExchanges()) {
            assertThat(bench.to(bench.name("missing"), "key").send("nowhere").confirmed())
                    .isTrue();
            return;
        }
        assertThatThrownBy(() -> bench.to(bench.name("missing"), "key").send("nowhere"))
                .isInstanceOfSatisfying(
                        MessageRefusedException.class,
                        refusal -> assertThat(refusal.mayHaveBeenDelivered()).isFalse());
        assertThat(bench.to(queue).send("next").confirmed()).isTrue();
    }

    @Test
    default void thousandAsynchronousSendsAreConfirmedAndKeepTheirOrder(Bench bench) throws Exception {
        String queue = bench.queue();
        Publisher<String> publisher = bench.to(queue);
        List<CompletableFuture<Receipt>> sent = new ArrayList<>();

        for (int i = 0; i < 1000; i++) {
            sent.add(publisher.sendAsync("m" + i).toCompletableFuture());
        }

        for (CompletableFuture<Receipt> receipt : sent) {
            assertThat(receipt.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS).confirmed())
                    .isTrue();
        }
        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.prefetch(500))) {
            assertThat(Bench.take(consumer, 1000))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(i -> "m" + i).toList());
        }
    }

    @Test
    default void asynchronousUnroutableSendFailsThatStageOnly(Bench bench) throws Exception {
        Publisher<String> publisher = bench.to(bench.queue());
        List<CompletableFuture<Receipt>> sent = new ArrayList<>();
        if (bench.makesQueues()) {
            String nobody = bench.name("nobody");
            assertThat(publisher.to(nobody).send("hello").confirmed()).isTrue();
            assertThat(bench.drain(nobody)).containsExactly("hello");
            return;
        }
        for (int i = 0; i < 30; i++) {
            Publisher<String> target = i % 3 == 0 ? publisher.to(bench.name("nobody")) : publisher;
            sent.add(target.sendAsync("m" + i).toCompletableFuture());
        }

        for (int i = 0; i < sent.size(); i++) {
            CompletableFuture<Receipt> receipt = sent.get(i);
            if (i % 3 == 0) {
                assertThatThrownBy(() -> receipt.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(UnroutableException.class);
            } else {
                assertThat(receipt.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .confirmed())
                        .isTrue();
            }
        }
    }

    @Test
    default void sendAllConfirmsEachInOrder(Bench bench) {
        String queue = bench.queue();

        assertThat(bench.to(queue).sendAll(List.of("one", "two", "three")))
                .hasSize(3)
                .allMatch(Receipt::confirmed);
        assertThat(bench.to(queue).sendAll(List.of())).isEmpty();

        assertThat(bench.drain(queue)).containsExactly("one", "two", "three");
    }

    @Test
    default void publishAllNamesTheFirstFailureAndPublishesTheOthers(Bench bench) {
        String queue = bench.queue();
        List<OutgoingMessage> messages = List.of(
                bench.message("", queue, "one"),
                bench.message("", bench.name("nobody"), "two"),
                bench.message("", queue, "three"),
                bench.message("", bench.name("nobody"), "four"));
        if (bench.makesQueues()) {
            try (Connection connection = bench.connect()) {
                connection.publishAll(messages);
            }
            assertThat(bench.drain(queue)).containsExactly("one", "three");
            return;
        }
        try (Connection connection = bench.connect()) {
            assertThatThrownBy(() -> connection.publishAll(messages))
                    .isInstanceOf(UnroutableException.class)
                    .hasMessageContaining(messages.get(1).routingKey())
                    .satisfies(first -> assertThat(first.getSuppressed())
                            .filteredOn(PublishException.class::isInstance)
                            .singleElement()
                            .satisfies(second -> assertThat(second)
                                    .hasMessageContaining(messages.get(3).routingKey())));
        }
        assertThat(bench.drain(queue)).containsExactly("one", "three");
    }

    @Test
    default void toldMessageArrives_andNobodyHearsOfOneThatDoesNot(Bench bench) {
        String queue = bench.queue();

        bench.to(bench.name("nobody")).tell("nowhere");
        bench.to(queue).tell("hello");

        bench.awaitCount(queue, 1);
        assertThat(bench.to(queue).send("next").confirmed()).isTrue();
        assertThat(bench.drain(queue)).containsExactly("hello", "next");
    }

    @Test
    default void publisherSeesToItsTopology(Bench bench) {
        String exchange = bench.name("exchange");
        String queue = bench.name("queue");
        Topology topology = Topology.builder()
                .exchange(ExchangeDeclaration.direct(exchange))
                .queue(QueueDeclaration.of(queue))
                .bind(exchange, queue, "key")
                .build();
        if (!bench.can(Capability.BINDINGS)) {
            Topology plain =
                    Topology.builder().queue(QueueDeclaration.of(queue)).build();
            bench.to(queue).with(options -> options.topology(plain)).send("hello");
            assertThat(bench.drain(queue)).containsExactly("hello");
            return;
        }
        bench.publisher(SendOptions.DEFAULT.exchange(exchange).routingKey("key").topology(topology))
                .send("hello");

        assertThat(bench.drain(queue)).containsExactly("hello");
    }

    @Test
    default void closedPublisherRefuses(Bench bench) {
        Publisher<String> publisher = bench.to(bench.queue());
        publisher.close();
        publisher.close();

        assertThatThrownBy(() -> publisher.send("late"))
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith("CARROT-0650");
    }

    /** Around what fits into one frame and into two, for frames of 128 KiB and of 256 KiB. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 4096, 131_063, 131_064, 131_065, 131_072, 262_127, 262_128, 262_129, 262_136, 262_144, 393_192,
                1_048_576
            })
    default void bodyOfAnySizeArrivesAsItWas(int size, Bench bench) throws Exception {
        String queue = bench.queue(QueueDeclaration.classic(bench.name("bodies")));
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);

        try (Connection connection = bench.connect()) {
            connection.publishAll(
                    Collections.nCopies(2, new OutgoingMessage("", queue, bench.mandatory(""), Properties.NONE, body)));
            Delivery<byte[]> fetched = Bench.fetched(connection, queue);
            assertThat(fetched.content()).isEqualTo(body);
            fetched.ack();
            try (var subscription = connection.subscribe(queue, SubscribeOptions.DEFAULT)) {
                Delivery<byte[]> pushed = subscription.poll(Bench.PATIENCE).orElseThrow();
                assertThat(pushed.content()).isEqualTo(body);
                pushed.ack();
            }
        }
    }

    @Test
    default void routingKeysInHeadersAreFollowedOrRefused(Bench bench) {
        String named = bench.queue();
        String copied = bench.queue();
        OutgoingMessage message = bench.message(
                "", named, Properties.builder().header("CC", List.of(copied)).header("kept", "yes"), "hello");

        if (!bench.can(Capability.SENDER_SELECTED_ROUTING)) {
            bench.refusesOneOf(
                    List.of(Capability.SENDER_SELECTED_ROUTING, Capability.NESTED_HEADERS),
                    connection -> connection.publish(message));
            assertThat(bench.drain(named)).isEmpty();
            return;
        }
        try (Connection connection = bench.connect()) {
            connection.publish(message);
        }
        assertThat(bench.drain(named)).containsExactly("hello");
        assertThat(bench.drain(copied)).containsExactly("hello");
    }
}
