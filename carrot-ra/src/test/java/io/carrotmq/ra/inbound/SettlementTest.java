package io.carrotmq.ra.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetter;
import io.carrotmq.Delivery;
import io.carrotmq.LoggedLines;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which end of a delivery settles its message how. With one attempt only, so that what has failed is dead at once. */
@Timeout(120)
class SettlementTest {
    private static final SubscribeOptions TAKE = SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.AUTO);

    private final MemoryBroker broker = MemoryBroker.named("settlement-" + UUID.randomUUID());
    private final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void declare() {
        try (ConnectionFactory factory = ConnectionFactory.open(broker.uri());
                Connection connection = factory.connect()) {
            connection.declare(Topology.builder()
                    .queue(QueueDeclaration.of("orders").deadLetterTo("", "rejected"))
                    .queue(QueueDeclaration.of("orders.dlq"))
                    .queue(QueueDeclaration.of("rejected"))
                    .build());
        }
    }

    @AfterEach
    void remove() {
        broker.remove();
    }

    /** How a bean ends, and what is the end of its message. */
    private enum End {
        RETURNS(null, "row"),
        THROWS(DeadLetter.ATTEMPTS_EXHAUSTED) {
            @Override
            void run(Deployment deployment, Delivery<?> delivery) {
                throw new IllegalArgumentException("no such customer");
            }
        },
        ROLLS_BACK(DeadLetter.ATTEMPTS_EXHAUSTED) {
            @Override
            void run(Deployment deployment, Delivery<?> delivery) {
                deployment.container.setRollbackOnly();
            }
        },
        COMMIT_FAILS(DeadLetter.ATTEMPTS_EXHAUSTED) {
            @Override
            void run(Deployment deployment, Delivery<?> delivery) {
                deployment.container.failCommit();
            }
        },
        SAYS_IT_FAILED(DeadLetter.ATTEMPTS_EXHAUSTED, "row") {
            @Override
            void run(Deployment deployment, Delivery<?> delivery) {
                delivery.fail(new IllegalArgumentException("no such customer"));
            }
        },
        REFUSES(DeadLetter.REFUSED, "row") {
            @Override
            void run(Deployment deployment, Delivery<?> delivery) {
                delivery.deadLetter(new IllegalArgumentException("no such customer"));
            }
        },
        REFUSES_AND_THROWS(DeadLetter.ATTEMPTS_EXHAUSTED) {
            @Override
            void run(Deployment deployment, Delivery<?> delivery) {
                delivery.deadLetter(new IllegalArgumentException("no such customer"));
                throw new IllegalStateException("and more");
            }
        };

        /** Why the message is among the dead letters, or null if it is acknowledged. */
        final String reason;

        final String[] rows;

        End(String reason, String... rows) {
            this.reason = reason;
            this.rows = rows;
        }

        void run(Deployment deployment, Delivery<?> delivery) {
            // and that is it
        }
    }

    static Stream<Arguments> everyEndInEveryContainer() {
        return Stream.of(Profile.WILDFLY, Profile.PAYARA, Profile.LIBERTY, Profile.STRICT)
                .flatMap(profile -> Arrays.stream(End.values()).map(end -> arguments(profile, end)));
    }

    private static CarrotActivationSpec spec() {
        CarrotActivationSpec spec = Deployment.spec("orders");
        spec.setDeclareMode("verify");
        spec.setMaxAttempts(1);
        return spec;
    }

    private void send(String body) {
        Properties json = Properties.builder().contentType("application/json").build();
        try (ConnectionFactory factory = ConnectionFactory.open(broker.uri());
                Connection connection = factory.connect()) {
            connection.publish(new OutgoingMessage("", "orders", true, json, body.getBytes(UTF_8)));
        }
    }

    private long count(String queue) {
        try (ConnectionFactory factory = ConnectionFactory.open(broker.uri());
                Connection connection = factory.connect()) {
            return connection.messageCount(queue).orElseThrow();
        }
    }

    private Map<String, Object> headersOfTheOne(String queue) {
        Await.until("a message in " + queue, Deployment.BOUND, () -> count(queue) == 1);
        try (ConnectionFactory factory = ConnectionFactory.open(broker.uri());
                Connection connection = factory.connect()) {
            return connection.fetch(queue, TAKE).orElseThrow().properties().headers();
        }
    }

    @ParameterizedTest
    @MethodSource("everyEndInEveryContainer")
    void anEndSettlesTheMessage(Profile profile, End end) throws Exception {
        send(new Order("carrot", 1).json());
        try (Deployment deployment = new Deployment(profile, URI.create(broker.uri()))) {
            deployment.activate(
                    deployment.marked(delivery -> {
                        calls.incrementAndGet();
                        deployment.container.write("row");
                        end.run(deployment, delivery);
                    }),
                    spec());
            Await.until("the call", Deployment.BOUND, () -> calls.get() == 1);
            if (end.reason != null) {
                assertThat(headersOfTheOne("orders.dlq"))
                        .containsEntry(DeadLetter.REASON_HEADER, end.reason)
                        .containsEntry(DeadLetter.QUEUE_HEADER, "orders");
            }
            deployment.stop();
            assertThat(deployment.container.rows()).containsExactly(end.rows);
        }
        assertThat(count("orders")).isZero();
        assertThat(count("orders.dlq")).isZero();
        assertThat(count("rejected")).isZero();
        assertThat(calls).hasValue(1);
    }

    @Test
    void whatTheBrokerMoves_isRejected() throws Exception {
        send(new Order("carrot", 1).json());
        send("{ no JSON");
        try (Deployment deployment = new Deployment(Profile.WILDFLY, URI.create(broker.uri()))) {
            CarrotActivationSpec spec = spec();
            spec.setDeadLetterMode("broker");
            deployment.activate(
                    deployment.marked(delivery -> {
                        calls.incrementAndGet();
                        throw new IllegalArgumentException("no such customer");
                    }),
                    spec);
            Await.until("two messages", Deployment.BOUND, () -> count("rejected") == 2);
        }
        assertThat(count("orders")).isZero();
        assertThat(count("orders.dlq")).isZero();
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(names = "TOMEE", mode = EnumSource.Mode.EXCLUDE)
    void aContainerThatDoesNotCallTheBean_isNotCounted(Profile profile) throws Exception {
        send(new Order("carrot", 1).json());
        try (Deployment deployment = new Deployment(profile, URI.create(broker.uri()))) {
            deployment.container.failBefore(3);
            deployment.activate(deployment.marked(delivery -> deployment.container.write("row")), spec());
            Await.until(
                    "a row", Deployment.BOUND, () -> deployment.container.rows().size() == 1);
        }
        assertThat(count("orders")).isZero();
        assertThat(count("orders.dlq")).isZero();
    }

    @Test
    void aContainerWithoutInstances_isNotCounted() throws Exception {
        send(new Order("carrot", 1).json());
        try (Deployment deployment = new Deployment(Profile.WILDFLY, URI.create(broker.uri()));
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            deployment.container.unavailable(Integer.MAX_VALUE);
            deployment.activate(deployment.marked(delivery -> deployment.container.write("row")), spec());
            Await.until(
                    "a session to wait",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0718").size() == 1);
            assertThat(count("orders")).isEqualTo(1);
            deployment.container.unavailable(0);
            Await.until(
                    "a row", Deployment.BOUND, () -> deployment.container.rows().size() == 1);
        }
        assertThat(count("orders.dlq")).isZero();
    }

    @Test
    void aBeanThatIsInterruptedBecauseItIsUndeployed_hasNotFailed() throws Exception {
        send(new Order("carrot", 1).json());
        try (Deployment deployment = new Deployment(Profile.WILDFLY, URI.create(broker.uri()))) {
            CarrotActivationSpec spec = spec();
            spec.setShutdownTimeoutMillis(10L);
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                calls.incrementAndGet();
                Thread.currentThread().join(); // until it is interrupted
            });
            deployment.activate(bean, spec);
            Await.until("the call", Deployment.BOUND, () -> calls.get() == 1);
            deployment.deactivate(bean, spec);
        }
        Await.until("the message", Deployment.BOUND, () -> count("orders") == 1);
        assertThat(headersOfTheOne("orders")).doesNotContainKey(DeadLetter.ATTEMPTS_HEADER);
        assertThat(count("orders.dlq")).isZero();
    }

    @Test
    void aBrokerThatCannotDelayByItself_isToldOf() throws Exception {
        send(new Order("carrot", 1).json());
        try (Deployment deployment = new Deployment(Profile.WILDFLY, URI.create(broker.uri()));
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            CarrotActivationSpec spec = spec();
            spec.setRedeliveryMode("broker");
            deployment.activate(deployment.marked(delivery -> deployment.container.write("row")), spec);
            Await.until(
                    "the line",
                    Deployment.BOUND,
                    () -> lines.with("WARNING CARROT-0717").size() == 1);

            assertThat(lines.with("CARROT-0724")).hasSize(1);
            assertThat(deployment.container.rows()).isEmpty();
            assertThat(count("orders")).isEqualTo(1);
        }
    }

    @Test
    void aBeanThatFailsOnEverything_isPausedAndComesBackByItself() throws Exception {
        int total = 30;
        AtomicBoolean broken = new AtomicBoolean(true);
        for (int i = 0; i < total; i++) {
            send(new Order("carrot", i).json());
        }
        try (Deployment deployment = new Deployment(Profile.WILDFLY, URI.create(broker.uri()));
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            CarrotActivationSpec spec = spec();
            spec.setMaxAttempts(0);
            spec.setRedeliveryDelayMillis(0L);
            spec.setMaxSequentialFailures(4);
            spec.setConcurrency(3);
            deployment.activate(
                    deployment.marked(delivery -> {
                        calls.incrementAndGet();
                        if (broken.get()) {
                            throw new IllegalStateException("the database is away");
                        }
                        deployment.container.write("row " + ((Order) delivery.body()).count);
                    }),
                    spec);
            Await.until(
                    "the pause",
                    Deployment.BOUND,
                    () -> lines.with("WARNING CARROT-0141 [Marked/orders]").size() == 1);
            Await.until("everything to be given back", Deployment.BOUND, () -> count("orders") == total);
            Await.until("tries in vain", Deployment.BOUND, () -> calls.get() >= 8);
            assertThat(lines.with("no longer paused")).isEmpty();
            broken.set(false);
            Await.until(
                    "all rows",
                    Deployment.BOUND,
                    () -> deployment.container.rows().size() == total);

            assertThat(deployment.container.rows()).doesNotHaveDuplicates();
            assertThat(lines.with("CARROT-0141")).hasSize(1);
            assertThat(lines.with("no longer paused")).hasSize(1);
            assertThat(calls.get() - total).as("calls in vain").isBetween(8, 60); // not a busy loop
        }
        assertThat(count("orders")).isZero();
    }
}
