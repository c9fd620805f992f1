package io.carrotmq.ra.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.carrotmq.CodecException;
import io.carrotmq.DeadLetter;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        wire.deleteQueue(queue + ".dlq");
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
            wire.declareBoth(queue);
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
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq")) {
            deployment.activate(deployment.marked(this::record), Deployment.spec(queue));
            wire.awaitConsumers(queue, 2);
            wire.send("", queue, "{ no JSON at all: secret");
            GetResponse dead = wire.take(queue + ".dlq");
            wire.send(queue, new Order("carrot", 3));
            awaitDeliveries(1);

            assertThat(headers(dead))
                    .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.UNDECODABLE)
                    .containsEntry(DeadLetter.EXCEPTION_HEADER, CodecException.class.getName())
                    .containsEntry(DeadLetter.QUEUE_HEADER, queue);
            assertThat(new String(dead.getBody(), UTF_8)).isEqualTo("{ no JSON at all: secret");
            assertThat(lines.with("WARNING CARROT-0711 [Marked/" + queue + "]")).hasSize(1);
            assertThat(lines.with("secret")).isEmpty();
            assertThat(deployment.container.beforeDeliveries()).isEqualTo(1);
            assertEmptyAfter(deployment);
        }
    }

    @Test
    void whatNoMethodTakes_goesToTheDeadLettersAndTheConsumerLives() throws Exception {
        String exchange = queue + "-exchange";
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq")) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setExchange(exchange);
            spec.setExchangeType("topic");
            spec.setExchangeDurable(false);
            spec.setExchangeAutoDelete(true);
            spec.setRoutingKeys("orders.#");
            deployment.activate(deployment.container.deploy(new Beans.Choosy(this::record), Attribute.REQUIRED), spec);
            wire.awaitConsumers(queue, 2);
            wire.send(exchange, "orders.old", new Order("carrot", 1).json());
            wire.send(exchange, "orders.new", new Order("carrot", 2).json());
            awaitDeliveries(1);

            assertThat(headers(wire.take(queue + ".dlq")))
                    .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.REFUSED)
                    .containsEntry(DeadLetter.EXCHANGE_HEADER, exchange)
                    .containsEntry(DeadLetter.ROUTING_KEY_HEADER, "orders.old");
            assertThat(bodies).singleElement().extracting("count").isEqualTo(2);
            assertThat(lines.with("WARNING CARROT-0712 [Choosy/" + queue + "]")).hasSize(1);
            assertEmptyAfter(deployment);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "inPlace", "delayQueue"})
    void whatAlwaysFails_isTriedAsOftenAsItMayAndThenAmongTheDeadLetters(String mode) throws Exception {
        String delayQueue = queue + ".retry.1000";
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq")) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setRedeliveryMode(mode);
            spec.setRedeliveryMultiplier("1");
            deployment.activate(
                    deployment.marked(delivery -> {
                        deployment.container.write("row");
                        record(delivery);
                        attempts.add(delivery.envelope().attempt());
                        throw new IllegalArgumentException("out of carrots");
                    }),
                    spec);
            wire.awaitConsumers(queue, 2);
            wire.send(queue, new Order("carrot", 3));
            GetResponse dead = wire.take(queue + ".dlq");

            assertThat(attempts).containsExactly(1, 2, 3);
            assertThat(redelivered).containsExactly(false, true, true);
            assertThat(deployment.container.rows()).isEmpty();
            assertThat(headers(dead))
                    .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.ATTEMPTS_EXHAUSTED)
                    .containsEntry(DeadLetter.EXCEPTION_HEADER, IllegalArgumentException.class.getName())
                    .containsEntry(DeadLetter.MESSAGE_HEADER, "out of carrots")
                    .containsEntry(DeadLetter.QUEUE_HEADER, queue)
                    .containsEntry(DeadLetter.EXCHANGE_HEADER, "")
                    .containsEntry(DeadLetter.ROUTING_KEY_HEADER, queue)
                    .containsKeys(DeadLetter.FIRST_FAILURE_HEADER, DeadLetter.LAST_FAILURE_HEADER);
            assertThat(headers(dead).get(DeadLetter.ATTEMPTS_HEADER)).hasToString("3");
            assertThat(new String(dead.getBody(), UTF_8)).isEqualTo(new Order("carrot", 3).json());
            assertThat(lines.with("attempt 1 of 3: java.lang.IllegalArgumentException: out of carrots"))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING CARROT-0716 [Marked/" + queue + "]");
            assertThat(BROKER.management().queueExists(delayQueue)).isEqualTo(!mode.equals("inPlace"));
            assertEmptyAfter(deployment);
        } finally {
            wire.deleteQueue(delayQueue);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WILDFLY", "PAYARA", "LIBERTY"})
    void rollbacksCountAsAttempts(Profile profile) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Deployment deployment = new Deployment(profile, BROKER.uri())) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setMaxAttempts(2);
            spec.setRedeliveryDelayMillis(10L);
            deployment.activate(
                    deployment.marked(delivery -> {
                        calls.incrementAndGet();
                        deployment.container.setRollbackOnly();
                    }),
                    spec);
            wire.awaitConsumers(queue, 2);
            wire.send(queue, new Order("carrot", 3));

            assertThat(headers(wire.take(queue + ".dlq")))
                    .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.ATTEMPTS_EXHAUSTED)
                    .containsKey(DeadLetter.EXCEPTION_HEADER);
            assertThat(calls).hasValue(2);
            assertEmptyAfter(deployment);
        }
    }

    @Test
    void redeliveryByTheBroker_countsAndEndsAmongTheDeadLetters() throws Exception {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri())) {
            CarrotActivationSpec spec = Deployment.spec(queue);
            spec.setRedeliveryMode("broker");
            spec.setQueueArguments("x-delayed-retry-type=failed;x-delayed-retry-min=50;x-delayed-retry-max=100");
            deployment.activate(
                    deployment.marked(delivery -> {
                        attempts.add(delivery.envelope().attempt());
                        throw new IllegalArgumentException("out of carrots");
                    }),
                    spec);
            wire.awaitConsumers(queue, 2);
            wire.send(queue, new Order("carrot", 3));

            assertThat(headers(wire.take(queue + ".dlq")))
                    .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.ATTEMPTS_EXHAUSTED);
            assertThat(attempts).containsExactly(1, 2, 3);
            assertEmptyAfter(deployment);
        }
    }

    /** As a header's text: the client has a type of its own for texts. */
    private static Map<String, String> headers(GetResponse message) {
        Map<String, String> texts = new TreeMap<>();
        message.getProps().getHeaders().forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    @Test
    void aWishForRejection_isCarriedOutAfterTheCommit() throws Exception {
        String dead = queue + "-dead";
        AtomicInteger refusedSecond = new AtomicInteger();
        wire.declareWithDeadLetters(queue, dead);
        wire.declare(queue + ".dlq");
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
