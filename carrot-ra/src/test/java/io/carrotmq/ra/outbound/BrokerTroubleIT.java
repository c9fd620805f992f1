package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.RawBroker;
import io.carrotmq.Receipt;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.Fresh;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection factory without a container, and a broker in trouble: nobody hangs, and every send has an outcome. */
@WithBroker
@Timeout(60)
class BrokerTroubleIT {
    private RabbitMq broker;
    private RawBroker raw;
    private String queue;

    @BeforeEach
    void open(RabbitMq shared) throws Exception {
        broker = shared;
        raw = new RawBroker(shared.uri());
        queue = raw.givenQueue("trouble");
    }

    @AfterEach
    void close() throws Exception {
        raw.channel().queueDelete(queue);
        raw.close();
    }

    private static OutgoingMessage message(String exchange, String key, String body) {
        return new OutgoingMessage(exchange, key, true, Properties.NONE, body.getBytes(UTF_8));
    }

    @Test
    void everySendEndsOnceWhenTheConnectionIsCut(FaultProxy proxy) throws Exception {
        try (ConnectionFactory through =
                ConnectionFactory.open(proxy.uri(broker.uri()).toString())) {
            List<CompletionStage<Receipt>> stages = new ArrayList<>();
            try (Connection connection = through.connect()) {
                proxy.delay(Duration.ofMillis(200));
                for (int i = 0; i < 500; i++) {
                    stages.add(connection.publishAsync(message("", queue, "m" + i)));
                }
                proxy.cut();
            }
            int confirmed = 0;
            for (CompletionStage<Receipt> stage : stages) {
                try {
                    stage.toCompletableFuture().get(15, TimeUnit.SECONDS);
                    confirmed++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(PublishException.class);
                    assertThat(((PublishException) e.getCause()).mayHaveBeenDelivered())
                            .isTrue();
                }
            }
            assertThat(confirmed).isLessThan(500);
            proxy.heal();
            try (Connection connection = through.connect()) {
                assertThat(connection.publish(message("", queue, "after")).confirmed())
                        .isTrue();
            }
        }
    }

    /** Sends more than the socket's buffers hold, so that the writer itself hangs, and a small one behind it. */
    private static void everyoneGetsAnAnswer(ConnectionFactory connections, String queue, Duration bound)
            throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(2);
        try (Connection connection = connections.connect()) {
            OutgoingMessage large = new OutgoingMessage("", queue, true, Properties.NONE, new byte[14 << 20]);
            List<Future<Receipt>> sends = new ArrayList<>();
            sends.add(senders.submit(() -> connection.publish(large)));
            sends.add(senders.submit(() -> connection.publish(message("", queue, "small"))));
            long deadline = System.nanoTime() + bound.toNanos();
            for (Future<Receipt> send : sends) {
                assertThatThrownBy(() -> send.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(CarrotException.class);
            }
        } finally {
            senders.shutdownNow();
        }
    }

    private static ConnectionFactory impatient(RabbitMq broker) throws Exception {
        CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
        factory.setConnectionUri(broker.uri().toString());
        factory.setConfirmTimeoutMillis(1_500L);
        factory.setHeartbeatSeconds(2);
        return (ConnectionFactory) factory.createConnectionFactory();
    }

    @Test
    void frozenBrokerHangsNobody(@Fresh RabbitMq own) throws Exception {
        try (ConnectionFactory bounded = impatient(own);
                RawBroker setup = new RawBroker(own.uri())) {
            String target = setup.givenQueue("frozen");
            try (Connection connection = bounded.connect()) {
                connection.publish(message("", target, "before"));
            }
            own.freeze();
            try {
                everyoneGetsAnAnswer(bounded, target, Duration.ofSeconds(15));
            } finally {
                own.thaw();
            }
            Await.until("sends to work again", Duration.ofSeconds(20), () -> {
                try (Connection connection = bounded.connect()) {
                    return connection.publish(message("", target, "after")).confirmed();
                }
            });
        }
    }

    @Test
    void brokerThatStopsReadingHangsNobody(@Fresh RabbitMq own) throws Exception {
        try (ConnectionFactory bounded = impatient(own);
                RawBroker setup = new RawBroker(own.uri())) {
            String target = setup.givenQueue("alarmed");
            own.memoryAlarm(true);
            try {
                everyoneGetsAnAnswer(bounded, target, Duration.ofSeconds(15));
            } finally {
                own.memoryAlarm(false);
            }
            Await.until("sends to work again", Duration.ofSeconds(20), () -> {
                try (Connection connection = bounded.connect()) {
                    return connection.publish(message("", target, "after")).confirmed();
                }
            });
        }
    }

    @Test
    void k03_blockedBrokerFailsASendWithinItsBound(@Fresh RabbitMq own) throws Exception {
        CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
        factory.setConnectionUri(own.uri().toString());
        factory.setConfirmTimeoutMillis(2_000L);
        try (ConnectionFactory bounded = (ConnectionFactory) factory.createConnectionFactory();
                RawBroker setup = new RawBroker(own.uri())) {
            String target = setup.givenQueue("blocked");
            try (Connection connection = bounded.connect()) {
                connection.publish(message("", target, "before"));
                own.memoryAlarm(true);
                Await.until("a send to fail because the broker is blocked", Duration.ofSeconds(20), () -> {
                    long start = System.nanoTime();
                    PublishException failure = catchThrowableOfType(
                            PublishException.class, () -> connection.publish(message("", target, "during")));
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
                    return failure != null && failure.code().equals("CARROT-0605");
                });
                own.memoryAlarm(false);
                Await.until(
                        "sends to work again",
                        Duration.ofSeconds(20),
                        () -> connection.publish(message("", target, "after")).confirmed());
            }
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        refused("CARROT-0204", broker.uri("guest", "wrong", "/"));
    }

    @Test
    void unknownHostIsNamed() {
        refused("CARROT-0201", URI.create("amqp://no-such-host.invalid:5672/%2F"));
    }

    @Test
    void wrongVirtualHostIsRefused() {
        refused("CARROT-0205", broker.uri("guest", "guest", "no-such-vhost"));
    }

    @Test
    void portWhereNothingListensIsRefused(FaultProxy proxy) {
        proxy.refuse();
        refused("CARROT-0202", proxy.uri(broker.uri()));
    }

    @Test
    void portThatNeverAnswersTimesOut(FaultProxy proxy) {
        proxy.halfOpen();
        refused("CARROT-0203", proxy.uri(broker.uri()));
    }

    private static void refused(String code, URI uri) {
        long start = System.nanoTime();
        try (ConnectionFactory wrong = ConnectionFactory.open(uri.toString())) {
            assertThatThrownBy(wrong::connect).isInstanceOfSatisfying(ConnectException.class, e -> {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
                assertThat(e.getMessage()).doesNotContain("wrong@").doesNotContain(":wrong");
            });
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
    }
}
