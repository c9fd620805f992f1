package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectException;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trouble a broker in memory makes when it is told to. */
@Timeout(120)
class MemoryBrokerTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final MemoryBroker broker = MemoryBroker.named("trouble-" + UUID.randomUUID());

    @AfterEach
    void remove() {
        broker.remove();
    }

    private Client client() {
        return Client.of(broker.uri());
    }

    private static String queue(Recorder on) {
        return on.queue(QueueDeclaration.of("q"));
    }

    @Test
    void brokersOfOneNameAreOneAndOthersAreOthers() throws Exception {
        MemoryBroker other = MemoryBroker.named("other-" + UUID.randomUUID());
        try (Client one = client();
                Client same = client();
                Client elsewhere = Client.of(other.uri())) {
            one.open().publish("", queue(one.open()), "m");
            assertThat(same.open().get("q")).isEqualTo("m");
            assertThatThrownBy(() -> elsewhere.open().get("q")).hasMessageContaining("NOT_FOUND");
        } finally {
            other.remove();
        }
    }

    @Test
    void cutConnectionsAreLostAndTheirMessagesComeAgain() throws Exception {
        try (Client one = client();
                Client two = client()) {
            Recorder consumer = one.open();
            consumer.consume(queue(consumer), 10);
            two.open().publish("", "q", "m");
            assertThat(consumer.bodies(1)).containsExactly("m");
            broker.cutConnections();
            assertThat(consumer.told()).isEqualTo("closed 0 connection lost: cut");
            assertThat(one.told()).isEqualTo("closed unasked");
            assertThat(two.told()).isEqualTo("closed unasked");
            assertThat(one.connection().isOpen()).isFalse();
            assertThatThrownBy(() -> consumer.channel().ack(1, false))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.closure())
                                    .matches(Closure::wholeConnection)
                                    .matches(closure -> !closure.requested()));
        }
        try (Client next = client()) {
            assertThat(next.open().get("q")).isEqualTo("m!");
        }
    }

    @Test
    void killedConnectionIsLost() throws Exception {
        try (Client one = client()) {
            Recorder channel = one.open();
            one.connection().kill();
            assertThat(channel.told()).isEqualTo("closed 0 connection lost: killed");
            assertThat(one.told()).isEqualTo("closed unasked");
            assertThatThrownBy(one::open).isInstanceOf(TransportException.class);
        }
    }

    @Test
    void connectionsAreRefusedAndTakenAgain() {
        broker.refuseConnections(true);
        assertThatThrownBy(this::client)
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.isTemporary()).isTrue())
                .hasMessageStartingWith("CARROT-0410 [test] " + broker.uri());
        broker.refuseConnections(false);
        try (Client client = client()) {
            assertThat(client.connection().isOpen()).isTrue();
        }
    }

    @Test
    void blockedPublishesWaitAndConsumersGoOn() throws Exception {
        try (Client publishing = client();
                Client consuming = client()) {
            Recorder publisher = publishing.open().confirming();
            publisher.publish("", queue(publisher), "before");
            assertThat(publisher.told()).isEqualTo("confirmed 1");
            broker.block("low on memory");
            assertThat(publishing.told()).isEqualTo("blocked low on memory");
            assertThat(consuming.told()).isEqualTo("blocked low on memory");
            try (Client late = client()) {
                assertThat(late.told()).isEqualTo("blocked low on memory");
            }
            publisher.publish("", "q", "held");
            Recorder consumer = consuming.open();
            consumer.consume("q", 10);
            assertThat(consumer.bodies(1)).containsExactly("before");
            consumer.channel().ack(1, false);
            assertThat(consumer.channel().verifyQueue("q")).isZero();
            assertThat(publisher.toldNothing()).isTrue();
            broker.unblock();
            assertThat(publishing.told()).isEqualTo("unblocked");
            assertThat(publisher.told()).isEqualTo("confirmed 2");
            assertThat(consumer.bodies(1)).containsExactly("held");
        }
    }

    @Test
    void frozenBrokerAnswersNothingUntilItThaws() throws Exception {
        try (Client client = client()) {
            Recorder publisher = client.open().confirming();
            Recorder asking = client.open();
            queue(publisher);
            broker.answerBound(Duration.ofMillis(100));
            broker.freeze();
            publisher.publish("", "q", "m");
            assertThatThrownBy(() -> asking.queue(QueueDeclaration.of("late")))
                    .isInstanceOf(TransportException.class)
                    .hasMessage("no answer within 100 ms");
            assertThat(asking.told()).isEqualTo("closed 0 no answer within 100 ms");
            assertThat(asking.channel().isOpen()).isFalse();
            assertThatThrownBy(() -> Client.of(broker.uri(), 100))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("CARROT-0411 [test] " + broker.uri());
            assertThat(publisher.toldNothing()).isTrue();
            broker.answerBound(SOON);
            broker.thaw();
            assertThat(publisher.told()).isEqualTo("confirmed 1");
            assertThat(publisher.channel().verifyQueue("late"))
                    .as("what was asked for is done late")
                    .isZero();
            assertThat(publisher.get("q")).isEqualTo("m");
        }
    }

    @Test
    void whatIsDueHappensOnceItThaws() throws Exception {
        try (Client client = client()) {
            Recorder channel = client.open();
            String dead = channel.queue(QueueDeclaration.of("dead"));
            channel.queue(
                    QueueDeclaration.of("short").ttl(Duration.ofMillis(20)).deadLetterTo("", dead));
            Recorder witness = client.open();
            witness.consume(dead, 1);
            channel.publish("", "short", "m");
            broker.freeze();
            broker.thaw();
            assertThat(witness.bodies(1)).containsExactly("m");
        }
    }

    @Test
    void frozenConnectionCanBeClosedAndKilled() throws Exception {
        try (Client one = client();
                Client two = client()) {
            one.open();
            two.open();
            broker.freeze();
            one.connection().close(SOON);
            two.connection().kill();
            assertThat(one.told()).isEqualTo("closed as requested");
            assertThat(two.told()).isEqualTo("closed unasked");
        }
    }

    @Test
    void removedBrokerIsGoneWithAllItHad() throws Exception {
        try (Client client = client()) {
            queue(client.open());
            broker.remove();
            assertThat(client.told()).isEqualTo("closed unasked");
        }
        try (Client next = client()) {
            assertThatThrownBy(() -> next.open().get("q")).hasMessageContaining("NOT_FOUND");
        } finally {
            MemoryBroker.named(broker.uri().substring("memory:".length())).remove();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a b", "ä"})
    void namesAreChecked(String name) {
        assertThatThrownBy(() -> MemoryBroker.named(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0414 ");
    }

    @Test
    void theBoundOnAnswersIsChecked() {
        assertThatThrownBy(() -> broker.answerBound(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0415 ");
    }

    /** Holds up its connection's thread until it is let go. */
    private static final class Slow extends Recording {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        @Override
        public void delivered(IncomingMessage message) {
            reached.countDown();
            try {
                letGo.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void slowListenerHoldsUpNobodyElseAndItsConfirmsAreToldInOne() throws Exception {
        Slow slow = new Slow();
        try (Client one = client();
                Client two = client()) {
            Recorder other = two.open().confirming();
            queue(other);
            one.connection().openChannel(slow).consume("q", "slow", SubscribeOptions.DEFAULT.prefetch(1));
            Recorder publisher = one.open().confirming();
            publisher.publish("", "q", "first");
            assertThat(slow.reached.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 10; i++) {
                publisher.publish("", "q", "m" + i);
            }
            other.publish("", "q", "other");
            assertThat(other.told()).isEqualTo("confirmed 1");
            assertThat(publisher.toldNothing()).isTrue();
            slow.letGo.countDown();
            assertThat(publisher.told()).isEqualTo("confirmed 11 and before");
        } finally {
            slow.letGo.countDown();
        }
    }

    @Test
    void allEventsComeFromOneThreadOfTheConnection() throws Exception {
        Recording listener = new Recording();
        try (Client client = client()) {
            var channel = client.connection().openChannel(listener);
            channel.confirmPublishes();
            channel.declare(QueueDeclaration.of("q"));
            channel.consume("q", "c", SubscribeOptions.DEFAULT);
            Recorder.publish(channel, "", "q", "m");
            Recorder.publish(channel, "", "none", "m");
            channel.deleteQueue("q");
            Await.until("the notice", SOON, () -> listener.events().contains("cancelled"));
            channel.close();
        }
        assertThat(listener.events())
                .containsExactly("delivered", "confirmed", "returned", "confirmed", "cancelled", "closed");
        assertThat(listener.threads())
                .hasSize(1)
                .doesNotContain(Thread.currentThread().getName());
    }

    @Test
    void bodiesAreNotShared() throws Exception {
        try (Client client = client()) {
            Recorder channel = client.open();
            queue(channel);
            channel.publish("", "q", "m");
            channel.channel().get("q", false).orElseThrow().body()[0] = 'x';
            channel.channel().nack(1, true);
            assertThat(channel.get("q")).isEqualTo("m!");
        }
    }

    @Test
    void noThreadIsLeft() throws Exception {
        try (Client client = client()) {
            Recorder channel = client.open();
            channel.queue(QueueDeclaration.of("q").expires(Duration.ofHours(1)).ttl(Duration.ofHours(1)));
            channel.publish("", "q", "m");
            assertThat(channel.channel().verifyQueue("q")).isEqualTo(1);
        }
        Await.until(
                "the threads to end",
                SOON,
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("test-memory")));
    }
}
