package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.LoggedLines;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Direction;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecoveryIT {
    private static RabbitMq broker;

    private final String queue = "RecoveryIT-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        broker = RabbitMq.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** A bean that writes each order's count as a row. */
    private static MessageEndpointFactory counting(Deployment deployment) {
        return deployment.marked(
                delivery -> deployment.container.write(String.valueOf(((Order) delivery.body()).count)));
    }

    /** A row may be there twice: its acknowledgement was on its way when the connection was lost. */
    private static void awaitRows(Deployment deployment, Duration bound, String... rows) {
        Await.until(
                "rows " + List.of(rows),
                bound,
                () -> deployment.container.rows().stream().distinct().toList().equals(List.of(rows)));
    }

    @Test
    void activationWithoutBroker_returnsAtOnceAndDeliversOnceItIsThere() throws Exception {
        broker.stop();
        try (Deployment deployment = new Deployment(Profile.WILDFLY, broker.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            long start = System.nanoTime();
            deployment.activate(counting(deployment), Deployment.spec(queue));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            Await.until(
                    "the first failure",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0717").size() == 1);
            broker.restart();
            try (Wire wire = new Wire(broker.uri())) {
                wire.awaitConsumers(queue, 2);
                wire.send(queue, new Order("carrot", 1));
                awaitRows(deployment, Deployment.BOUND, "1");
            }

            assertThat(lines.with("WARNING CARROT-0717 [Marked/" + queue + "]")).hasSize(1);
            assertThat(lines.with("INFO [Marked/" + queue + "] consumes")).hasSize(1);
        }
    }

    @Test
    void aKilledBroker_isConsumedFromWithinFiveSecondsOfItsReturn() throws Exception {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, broker.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setReconnectDelayMillis(null);
            spec.setReconnectMaxDelayMillis(null);
            deployment.activate(counting(deployment), spec);
            try (Wire wire = new Wire(broker.uri())) {
                wire.awaitConsumers(queue, 2);
                wire.send(queue, new Order("carrot", 1));
                awaitRows(deployment, Deployment.BOUND, "1");
            }
            broker.kill();
            Await.until(
                    "the loss",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0717").size() == 1);
            broker.restart();
            try (Wire wire = new Wire(broker.uri())) {
                wire.send(queue, new Order("carrot", 2));
            }
            awaitRows(deployment, Duration.ofSeconds(5), "1", "2");
            assertThat(lines.with("] consumes")).hasSize(2);
        }
    }

    @Test
    void aDeletedQueue_isDeclaredAgainAndConsumedFrom() throws Exception {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, broker.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound");
                Wire wire = new Wire(broker.uri())) {
            deployment.activate(counting(deployment), Deployment.spec(queue));
            wire.awaitConsumers(queue, 2);
            wire.deleteQueue(queue);
            Await.until(
                    "the loss",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0717").size() == 1);
            wire.awaitConsumers(queue, 2);
            wire.send(queue, new Order("carrot", 1));
            awaitRows(deployment, Deployment.BOUND, "1");
        }
    }

    @Test
    void aCutConnection_isReplacedAndNothingIsLost() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                Deployment deployment = new Deployment(Profile.WILDFLY, proxy.uri(broker.uri()));
                Wire wire = new Wire(broker.uri())) {
            deployment.activate(counting(deployment), Deployment.spec(queue));
            for (int i = 1; i <= 3; i++) {
                wire.awaitConsumers(queue, 2);
                wire.send(queue, new Order("carrot", i));
                int row = i;
                Await.until(
                        "row " + i,
                        Deployment.BOUND,
                        () -> deployment.container.rows().contains(String.valueOf(row)));
                proxy.cut();
            }
            wire.awaitConsumers(queue, 2);
            awaitRows(deployment, Deployment.BOUND, "1", "2", "3");
        }
    }

    @Test
    void aSilentConnection_isNoticedAndReplaced() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                Deployment deployment = new Deployment(Profile.WILDFLY, proxy.uri(broker.uri()));
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound");
                Wire wire = new Wire(broker.uri())) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setHeartbeatSeconds(1);
            spec.setConnectTimeoutMillis(1_000L);
            deployment.activate(counting(deployment), spec);
            wire.awaitConsumers(queue, 2);
            proxy.blackhole(Direction.CLIENT_TO_BROKER, Direction.BROKER_TO_CLIENT);
            Await.until(
                    "the loss",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0717").size() == 1);
            proxy.heal();
            wire.send(queue, new Order("carrot", 1));
            awaitRows(deployment, Deployment.BOUND, "1");
        }
    }

    @Test
    void whatIsHandledWhileTheConnectionIsLost_isUndoneAndDoneOnceMore() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                Deployment deployment = new Deployment(Profile.WILDFLY, proxy.uri(broker.uri()));
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound");
                Wire wire = new Wire(broker.uri())) {
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                deployment.container.write("call " + calls.incrementAndGet());
                inside.countDown();
                assertThat(lost.await(20, TimeUnit.SECONDS)).isTrue();
            });
            deployment.activate(bean, Deployment.spec(queue));
            wire.awaitConsumers(queue, 2);
            wire.send(queue, new Order("carrot", 1));
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            proxy.cut();
            Await.until(
                    "the recovery",
                    Deployment.BOUND,
                    () -> lines.with("] consumes").size() == 2);
            lost.countDown();
            awaitRows(deployment, Deployment.BOUND, "call 2");
            assertThat(calls).hasValue(2);
            // The second call may be done, in another session, before the first one's end is reported.
            Await.until(
                    "the report of the first call",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0716").size() == 1);
        }
    }
}
