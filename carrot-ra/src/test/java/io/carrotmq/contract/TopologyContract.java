package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.TopologyException;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is declared, how long it lasts, and what happens when something else is there. */
interface TopologyContract {

    @Test
    default void c09_exclusiveQueueIsForItsConnectionAndGoesWithIt(Bench bench) throws Exception {
        String queue = bench.name("exclusive");
        if (!bench.can(Capability.EXCLUSIVE_QUEUES)) {
            bench.refusesQueue(Capability.EXCLUSIVE_QUEUES, QueueDeclaration.exclusive(queue));
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.direct(bench.name("exchange")));
        try (ConnectionFactory owner = bench.others()) {
            try (Connection connection = owner.connect()) {
                connection.declare(Topology.builder()
                        .queue(QueueDeclaration.exclusive(queue))
                        .bind(exchange, queue, "key")
                        .build());
                assertThat(connection.messageCount(queue)).isEqualTo(OptionalLong.of(0));
                assertThat(bench.to(exchange, "key").send("hello").confirmed()).isTrue();
                // Qpid keeps one that nobody ever consumed from.
                try (Subscription own = connection.subscribe(queue, SubscribeOptions.DEFAULT)) {
                    assertThat(Bench.text(own.poll(Bench.PATIENCE).orElseThrow()))
                            .isEqualTo("hello");
                    assertStrangersAreRefused(bench, queue);
                }
            }
        }
        awaitGone(bench, queue);
        // The exchange is nobody's own: it stays.
        bench.declare(Topology.builder()
                .exchange(ExchangeDeclaration.direct(exchange))
                .mode(Topology.Mode.VERIFY));
    }

    private static void assertStrangersAreRefused(Bench bench, String queue) {
        try (Connection stranger = bench.connect()) {
            assertThatThrownBy(() -> stranger.fetch(queue)).isInstanceOf(ConsumeException.class);
        }
    }

    @Test
    default void c09_autoDeleteQueueGoesWithItsLastConsumer(Bench bench) throws Exception {
        QueueDeclaration declaration =
                QueueDeclaration.classic(bench.name("queue")).autoDelete(true);
        if (!bench.can(Capability.AUTO_DELETE)) {
            bench.refusesQueue(Capability.AUTO_DELETE, declaration);
            return;
        }
        String queue = bench.queue(declaration);
        try (Consumer<String> first = bench.consumer(queue)) {
            assertThat(first.receive(Duration.ZERO)).isEmpty();
            try (Consumer<String> second = bench.consumer(queue)) {
                assertThat(second.receive(Duration.ZERO)).isEmpty();
            }
            bench.send(queue, "hello");
            assertThat(Bench.take(first, 1)).containsExactly("hello");
        }
        awaitGone(bench, queue);
    }

    @Test
    default void c09_durableQueueStaysWithoutConsumers(Bench bench) throws Exception {
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue)) {
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
        }
        assertThat(bench.count(queue)).isEqualTo(OptionalLong.of(0));
        bench.send(queue, "kept");
        assertThat(bench.drain(queue)).containsExactly("kept");
    }

    @Test
    default void c09_flagsOfQueueAndExchangeAreIndependent(Bench bench) {
        Topology.Builder fleeting = Topology.builder()
                .exchange(ExchangeDeclaration.direct(bench.name("exchange")).autoDelete(true));
        if (!bench.can(Capability.EXCHANGES)) {
            bench.refusesTopology(fleeting, Capability.EXCHANGES);
            return;
        }
        if (!bench.can(Capability.AUTO_DELETE)) {
            assertThatThrownBy(() -> bench.declare(fleeting)).isInstanceOf(TopologyException.class);
            return;
        }
        String exchange = bench.name("exchange");
        String queue = bench.name("queue");
        bench.declare(Topology.builder()
                .exchange(ExchangeDeclaration.direct(exchange).autoDelete(true))
                .queue(QueueDeclaration.of(queue))
                .bind(exchange, queue, "key"));
        bench.to(exchange, "key").send("kept");

        bench.deleteExchange(exchange);

        assertThat(bench.drain(queue)).containsExactly("kept");
    }

    @Test
    default void c10_equalDeclarationChangesNothing_anotherIsRefusedWithTheReason(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "kept");
        Topology other = Topology.builder()
                .queue(QueueDeclaration.classic(queue).durable(false))
                .build();

        try (Connection connection = bench.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of(queue)).build());
            if (bench.can(Capability.MISMATCH_CHECK)) {
                assertThatThrownBy(() -> connection.declare(other))
                        .isInstanceOf(TopologyException.class)
                        .hasMessageMatching("(?s)CARROT-\\d{4} .*")
                        .hasMessageContaining(queue);
            } else {
                // Nobody can tell: what is there stays as it is.
                connection.declare(other);
            }
            assertThat(bench.count(queue)).isEqualTo(OptionalLong.of(1));
            assertThat(connection.publish(bench.message("", queue, "next")).confirmed())
                    .isTrue();
        }
        assertThat(bench.drain(queue)).containsExactly("kept", "next");
    }

    @Test
    default void c10_exchangeOfAnotherTypeIsRefused_andTheConnectionWorksOn(Bench bench) {
        if (!bench.can(Capability.EXCHANGES)) {
            bench.refusesTopology(
                    Topology.builder().exchange(ExchangeDeclaration.fanout(bench.name("exchange"))),
                    Capability.EXCHANGES);
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.direct(bench.name("exchange")));

        assertThatThrownBy(() -> bench.exchange(ExchangeDeclaration.fanout(exchange)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(exchange);

        String queue = bench.boundQueue(exchange, "key");
        bench.to(exchange, "key").send("hello");
        assertThat(bench.drain(queue)).containsExactly("hello");
    }

    @Test
    default void c10_exchangeOfAnUnknownTypeIsRefused(Bench bench) {
        String exchange = bench.name("exchange");
        if (!bench.can(Capability.EXCHANGES)) {
            bench.refusesTopology(
                    Topology.builder().exchange(ExchangeDeclaration.of(exchange, "no-such-type")),
                    Capability.EXCHANGES);
            return;
        }
        assertThatThrownBy(() -> bench.exchange(ExchangeDeclaration.of(exchange, "no-such-type")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(exchange);

        bench.exchange(ExchangeDeclaration.direct(exchange));
    }

    @Test
    default void c10_missingQueueAskedForTwiceLeavesTheConnectionUsable(Bench bench) {
        String missing = bench.name("missing");
        Topology verification = Topology.builder()
                .queue(QueueDeclaration.of(missing))
                .mode(Topology.Mode.VERIFY)
                .build();
        if (!bench.verifies()) {
            bench.refuses(Capability.LOOKUP, connection -> connection.declare(verification));
            return;
        }
        try (Connection connection = bench.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> connection.declare(verification))
                        .isInstanceOf(TopologyException.class)
                        .hasMessageContaining(missing);
            }
            if (bench.can(Capability.LOOKUP)) {
                assertThat(connection.messageCount(missing)).isEmpty();
            } else {
                assertThat(bench.exists(missing)).isFalse();
            }
            connection.declare(
                    verification.toBuilder().mode(Topology.Mode.DECLARE).build());
            connection.declare(verification);
            assertThat(bench.count(missing)).isEqualTo(OptionalLong.of(0));
        }
    }

    @Test
    default void c10_queueThatIsThereAlreadyIsWorthAWarning(Bench bench) {
        String queue = bench.name("queue");
        Topology topology = Topology.builder()
                .queue(QueueDeclaration.of(queue))
                .warnIfExists()
                .build();
        if (!bench.verifies()) {
            bench.refuses(Capability.LOOKUP, connection -> connection.declare(topology));
            return;
        }
        try (Warnings warnings = new Warnings();
                ConnectionFactory others = bench.others()) {
            bench.declare(topology.toBuilder());
            assertThat(warnings.with(queue)).isEmpty();
            try (Connection connection = others.connect()) {
                connection.declare(topology);
            }
            assertThat(warnings.with(queue)).hasSize(1);
        }
    }

    @Test
    default void topologyOfModeNoneDoesNothing(Bench bench) {
        String queue = bench.name("queue");
        bench.declare(Topology.builder().queue(QueueDeclaration.of(queue)).mode(Topology.Mode.NONE));
        assertThat(bench.exists(queue)).isFalse();
    }

    @Test
    default void deletedQueueIsGone_andDeclaredAnewOnANewConnection(Bench bench) throws Exception {
        String queue = bench.name("queue");
        Topology topology = Topology.builder().queue(QueueDeclaration.of(queue)).build();
        bench.declare(topology.toBuilder());
        bench.send(queue, "gone");
        if (!bench.can(Capability.DELETION)) {
            bench.refuses(Capability.DELETION, connection -> connection.deleteQueue(queue));
            assertThat(bench.count(queue)).isEqualTo(OptionalLong.of(1));
        }
        bench.deleteQueue(queue);
        assertThat(bench.exists(queue)).isFalse();

        try (ConnectionFactory others = bench.others();
                Consumer<String> consumer =
                        Consumer.of(others, queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT.topology(topology))) {
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
            bench.send(queue, "new");
            assertThat(Bench.take(consumer, 1)).containsExactly("new");
        }
    }

    private static void awaitGone(Bench bench, String queue) {
        Await.until("queue " + queue + " to be gone", Bench.PATIENCE, () -> !bench.exists(queue));
    }
}
