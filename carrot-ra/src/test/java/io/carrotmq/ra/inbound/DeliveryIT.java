package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Delivery;
import io.carrotmq.LoggedLines;
import io.carrotmq.MessageStateException;
import io.carrotmq.ra.container.Attribute;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import jakarta.transaction.Status;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryIT {
    private static final RabbitMq BROKER = RabbitMq.shared();

    private final String queue = "DeliveryIT-" + UUID.randomUUID();
    private final List<Boolean> redelivered = new CopyOnWriteArrayList<>();
    private final List<Object> bodies = new CopyOnWriteArrayList<>();
    private Wire wire;

    @BeforeEach
    void connect() throws Exception {
        wire = new Wire(BROKER.uri());
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.deleteQueue(queue);
        wire.close();
    }

    private void record(Delivery<?> delivery) {
        bodies.add(delivery.body());
        redelivered.add(delivery.envelope().redelivered());
    }

    private void awaitDeliveries(int count) {
        Await.until(count + " deliveries", Deployment.BOUND, () -> redelivered.size() >= count);
    }

    /** Everything is settled: nothing is ready once the consumers are gone. */
    private void assertEmptyAfter(Deployment deployment) throws Exception {
        deployment.stop();
        assertThat(wire.ready(queue)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aTypedBodyArrivesDecodedAndIsAcknowledged(Profile profile) throws Exception {
        try (Deployment deployment = new Deployment(profile, BROKER.uri())) {
            deployment.activate(
                    deployment.marked(delivery -> {
                        record(delivery);
                        deployment.container.write("row");
                    }),
                    Deployment.spec(queue));
            wire.awaitConsumers(queue, 2);
            wire.send(queue, new Order("carrot", 3));
            Await.until(
                    "a row", Deployment.BOUND, () -> deployment.container.rows().size() == 1);

            Order order = (Order) bodies.get(0);
            assertThat(order.item).isEqualTo("carrot");
            assertThat(order.count).isEqualTo(3);
            assertThat(redelivered).containsExactly(false);
            assertEmptyAfter(deployment);
        }
    }

    /** What makes a first attempt fail. */
    enum Failing {
        ROLLBACK {
            @Override
            void run(Deployment deployment) {
                deployment.container.setRollbackOnly();
            }
        },
        EXCEPTION {
            @Override
            void run(Deployment deployment) {
                throw new IllegalArgumentException("not this time");
            }
        },
        CHECKED_EXCEPTION {
            @Override
            void run(Deployment deployment) throws Exception {
                throw new java.io.IOException("not this time");
            }
        },
        TIMEOUT {
            @Override
            void run(Deployment deployment) {
                Await.until(
                        "the timeout",
                        Deployment.BOUND,
                        () -> deployment.container.registry().getTransactionStatus() != Status.STATUS_ACTIVE);
            }
        };

        abstract void run(Deployment deployment) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsOnce_isDeliveredAgainAndThenAcknowledged(Failing failing) throws Exception {
        for (Profile profile : List.of(Profile.WILDFLY, Profile.PAYARA, Profile.LIBERTY)) {
            redelivered.clear();
            wire.declare(queue);
            wire.send(queue, new Order("carrot", 3));
            try (Deployment deployment = new Deployment(profile, BROKER.uri());
                    LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
                deployment.container.timeout(Duration.ofMillis(300));
                CarrotActivationSpec spec = Deployment.spec(queue);
                spec.setDeclareMode("verify");
                deployment.activate(
                        deployment.marked(delivery -> {
                            deployment.container.write("row");
                            record(delivery);
                            if (redelivered.size() == 1) {
                                failing.run(deployment);
                            }
                        }),
                        spec);
                Await.until(
                        "a row",
                        Deployment.BOUND,
                        () -> deployment.container.rows().size() == 1);

                assertThat(redelivered).containsExactly(false, true);
                assertThat(lines.with("CARROT-0716")).hasSize(1);
                assertEmptyAfter(deployment);
            }
        }
    }

    @Test
    void withoutTransactionAReturnAcknowledges() throws Exception {
        wire.declare(queue);
        wire.send(queue, new Order("carrot", 3));
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri())) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setDeclareMode("none");
            deployment.activate(
                    deployment.container.deploy(new Beans.Plain(this::record), Attribute.NOT_SUPPORTED), spec);
            awaitDeliveries(1);
            assertThat((byte[]) bodies.get(0))
                    .isEqualTo(new Order("carrot", 3).json().getBytes());
            assertEmptyAfter(deployment);
        }
    }

    @Test
    void whatCannotBeDecoded_goesToTheDeadLettersWithALineAndTheConsumerLives() throws Exception {
        String dead = queue + "-dead";
        wire.declareWithDeadLetters(queue, dead);
        wire.send("", queue, "{ no JSON at all: secret");
        wire.send(queue, new Order("carrot", 3));
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setDeclareMode("verify");
            deployment.activate(deployment.marked(this::record), spec);
            awaitDeliveries(1);
            wire.awaitReady(dead, 1);

            assertThat(lines.with("SEVERE CARROT-0711 [Marked/" + queue + "]")).hasSize(1);
            assertThat(lines.with("secret")).isEmpty();
            assertThat(deployment.container.beforeDeliveries()).isEqualTo(1);
            assertEmptyAfter(deployment);
        } finally {
            wire.deleteQueue(dead);
        }
    }

    @Test
    void aWishForRejection_isCarriedOutAfterTheCommit() throws Exception {
        String dead = queue + "-dead";
        AtomicInteger refusedSecond = new AtomicInteger();
        wire.declareWithDeadLetters(queue, dead);
        wire.send(queue, new Order("carrot", 3));
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri())) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setDeclareMode("verify");
            deployment.activate(
                    deployment.marked(delivery -> {
                        deployment.container.write("row");
                        delivery.reject();
                        try {
                            delivery.ack();
                        } catch (MessageStateException e) {
                            refusedSecond.incrementAndGet();
                        }
                    }),
                    spec);
            wire.awaitReady(dead, 1);

            assertThat(refusedSecond).hasValue(1);
            assertThat(deployment.container.rows()).containsExactly("row");
            assertEmptyAfter(deployment);
        } finally {
            wire.deleteQueue(dead);
        }
    }

    @Test
    void exchangeQueueAndBindingsAreMade() throws Exception {
        String exchange = queue + "-exchange";
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri())) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setExchange(exchange);
            spec.setExchangeType("topic");
            spec.setRoutingKeys("a.*, b.#");
            deployment.activate(deployment.marked(this::record), spec);
            wire.awaitConsumers(queue, 2);
            wire.send(exchange, "a.x", new Order("carrot", 1).json());
            wire.send(exchange, "b", new Order("carrot", 2).json());
            awaitDeliveries(2);
            assertThat(BROKER.management().queueType(queue)).isEqualTo("quorum");
            assertEmptyAfter(deployment);
        }
    }
}
