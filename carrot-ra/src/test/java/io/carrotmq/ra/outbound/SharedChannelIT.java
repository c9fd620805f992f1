package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.Publisher;
import io.carrotmq.RawBroker;
import io.carrotmq.Receipt;
import io.carrotmq.SendOptions;
import io.carrotmq.codec.Codecs;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.Fresh;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads that publish through one factory, and so on one channel. */
@WithBroker
@Timeout(120)
class SharedChannelIT {
    private final Codecs codecs = Codecs.of(SharedChannelIT.class.getClassLoader());

    private static OutgoingMessage message(String exchange, String key) {
        return new OutgoingMessage(exchange, key, true, Properties.NONE, "body".getBytes(UTF_8));
    }

    private Publisher<String> texts(ConnectionFactory connections, String queue) {
        return Publisher.of(
                connections, codecs.codec("text/plain", String.class), SendOptions.DEFAULT.routingKey(queue));
    }

    @Test
    void sixtyFourThreadsShareOneChannel(@Fresh RabbitMq own) throws Exception {
        try (RawBroker raw = new RawBroker(own.uri());
                ConnectionFactory connections = ConnectionFactory.open(own.uri().toString())) {
            String queue = raw.givenQueue("shared");
            Publisher<String> texts = texts(connections, queue);
            ExecutorService senders = Executors.newFixedThreadPool(64);
            CyclicBarrier together = new CyclicBarrier(64);
            try {
                List<Future<Connection>> all = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    all.add(senders.submit(() -> {
                        together.await(60, TimeUnit.SECONDS);
                        for (int n = 0; n < 20; n++) {
                            assertThat(texts.send("m").confirmed()).isTrue();
                        }
                        return connections.connect(); // all of them at the same time
                    }));
                }
                for (Future<Connection> each : all) {
                    each.get(60, TimeUnit.SECONDS);
                }
                assertThat(raw.count(queue)).isEqualTo(64 * 20);
                Await.value(
                        "the channels of the foreign client and of the publishers",
                        Duration.ofSeconds(20),
                        () -> own.management().channels(),
                        channels -> channels == 2);
                for (Future<Connection> each : all) {
                    each.get().close();
                }
            } finally {
                senders.shutdownNow();
            }
        }
    }

    @Test
    void missingExchangeHarmsNobodyElse(RabbitMq shared) throws Exception {
        try (RawBroker raw = new RawBroker(shared.uri());
                ConnectionFactory connections =
                        ConnectionFactory.open(shared.uri().toString())) {
            String queue = raw.givenQueue("innocent");
            try (Connection good = connections.connect();
                    Connection bad = connections.connect()) {
                List<CompletableFuture<Receipt>> innocents = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    innocents.add(good.publishAsync(message("", queue)).toCompletableFuture());
                    if (i % 20 == 10) {
                        assertThatThrownBy(() -> bad.publish(message("no-such-exchange", "k")))
                                .isInstanceOfSatisfying(MessageRefusedException.class, e -> {
                                    assertThat(e.code()).isEqualTo("CARROT-0607");
                                    assertThat(e.mayHaveBeenDelivered()).isFalse();
                                });
                        assertThatThrownBy(() -> bad.tell(message("no-such-exchange", "k")))
                                .isInstanceOf(MessageRefusedException.class);
                    }
                }
                assertThat(innocents)
                        .allSatisfy(each -> assertThat(each)
                                .succeedsWithin(Duration.ofSeconds(20))
                                .matches(Receipt::confirmed));
                assertThat(good.publish(message("", queue)).confirmed()).isTrue();
                assertThat(bad.publish(message("", queue)).confirmed()).isTrue();
            }
            raw.channel().queueDelete(queue);
        }
    }

    @Test
    void exchangeThatIsDeletedLaterIsRefusedAndFoundAgain(RabbitMq shared) throws Exception {
        try (RawBroker raw = new RawBroker(shared.uri());
                ConnectionFactory connections =
                        ConnectionFactory.open(shared.uri().toString())) {
            String queue = raw.givenQueue("deleted");
            String exchange = queue + "-x";
            Publisher<String> texts = texts(connections, "k").with(o -> o.exchange(exchange));
            for (int round = 0; round < 2; round++) {
                raw.channel().exchangeDeclare(exchange, "fanout");
                raw.channel().queueBind(queue, exchange, "");
                assertThat(texts.send("there").confirmed()).isTrue();
                raw.channel().exchangeDelete(exchange);
                for (int i = 0; i < 2; i++) { // over the channel's end, and by asking
                    assertThatThrownBy(() -> texts.send("gone"))
                            .isInstanceOf(MessageRefusedException.class)
                            .hasMessageStartingWith("CARROT-0607");
                }
            }
            assertThat(texts(connections, queue).send("works").confirmed()).isTrue();
            raw.channel().queueDelete(queue);
        }
    }

    @Test
    void exchangeThatMayNotBeUsedIsRefused(RabbitMq shared) throws Exception {
        try (RawBroker raw = new RawBroker(shared.uri())) {
            String queue = raw.givenQueue("internal");
            raw.channel().exchangeDeclare(queue + "-x", "fanout", false, true, true, java.util.Map.of());
            raw.channel().queueBind(queue, queue + "-x", "");
            try (ConnectionFactory connections =
                    ConnectionFactory.open(shared.uri().toString())) {
                assertThatThrownBy(() -> texts(connections, "k")
                                .with(o -> o.exchange(queue + "-x"))
                                .send("to an internal exchange"))
                        .isInstanceOf(MessageRefusedException.class)
                        .hasMessageContaining("403");
                assertThat(texts(connections, queue).send("works").confirmed()).isTrue();
            }
            raw.channel().queueDelete(queue);
        }
    }

    @Test
    void senderSeesABrokerThatComesBack(@Fresh RabbitMq own) throws Exception {
        try (ConnectionFactory connections = ConnectionFactory.open(own.uri().toString());
                RawBroker raw = new RawBroker(own.uri())) {
            String queue = raw.givenQueue("restarted");
            Publisher<String> texts = texts(connections, queue).with(o -> o.connectTimeout(Duration.ofSeconds(60)));
            texts.send("before");
            own.stop();
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<Receipt> sent = CompletableFuture.supplyAsync(() -> {
                started.countDown();
                return texts.send("during");
            });
            started.await(20, TimeUnit.SECONDS);
            own.restart();
            assertThat(sent).succeedsWithin(Duration.ofSeconds(60)).matches(Receipt::confirmed);
        }
    }

    @Test
    void refusedPasswordIsToldAtOnce(RabbitMq shared) {
        URI wrong = shared.uri("guest", "wrong", "/");
        try (ConnectionFactory connections = ConnectionFactory.open(wrong.toString())) {
            Publisher<String> patient = texts(connections, "q").with(o -> o.connectTimeout(Duration.ofHours(1)));
            assertThatThrownBy(() -> patient.send("x"))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> assertThat(e.isTemporary()).isFalse())
                    .hasMessageStartingWith("CARROT-0204");
        }
    }

    @Test
    void absentBrokerIsToldAfterTheTimeGiven(RabbitMq shared, FaultProxy proxy) {
        proxy.refuse();
        try (ConnectionFactory connections =
                ConnectionFactory.open(proxy.uri(shared.uri()).toString())) {
            Publisher<String> texts = texts(connections, "q").with(o -> o.connectTimeout(Duration.ofMillis(300)));
            assertThatThrownBy(() -> texts.send("x"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("CARROT-0230")
                    .hasMessageContaining("CARROT-0202");
            assertThatThrownBy(() -> texts.sendAsync("x")).hasMessageStartingWith("CARROT-0202");
        }
    }
}
