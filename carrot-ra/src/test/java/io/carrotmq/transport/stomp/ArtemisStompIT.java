package io.carrotmq.transport.stomp;

import static io.carrotmq.transport.stomp.StompBench.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Properties;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import io.carrotmq.transport.stomp.StompBench.Recorder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is special about Artemis. */
@WithBroker
@Timeout(60)
class ArtemisStompIT {
    private static final Properties LASTING =
            Properties.builder().persistent(true).build();

    private final EmbeddedArtemis broker;
    private final StompBench bench;
    private TransportConnection connection;
    private Recorder here;
    private String queue;

    ArtemisStompIT(EmbeddedArtemis broker) {
        this.broker = broker;
        this.bench = new StompBench(broker);
    }

    @BeforeEach
    void open() {
        connection = bench.connect();
        here = new Recorder(connection);
        queue = bench.name + ".q";
        here.channel.declare(QueueDeclaration.of(queue));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void brokerIsRecognised() {
        assertThat(connection.broker().product()).isEqualTo("Artemis");
        assertThat(connection.broker().version()).isEqualTo(broker.version());
        assertThat(broker.queueExists(queue)).isTrue();
    }

    @Test
    void messageComesWithAllItHad() {
        Properties properties = Properties.builder()
                .persistent(true)
                .header("ack", "a header that Artemis would believe")
                .header("colon:name", "a:b\\c\nd")
                .header("count", 5L)
                .correlationId("c")
                .replyTo("replies")
                .messageId("m")
                .priority(7)
                .build();
        here.send(message("", queue, "x", properties));
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        IncomingMessage came = consumer.await(1);
        assertThat(came.properties()).isEqualTo(properties);
        assertThat(came.exchange()).isEmpty();
        assertThat(came.routingKey()).isEqualTo(queue);
        assertThat(came.redelivered()).isFalse();
        consumer.channel.ack(came.deliveryTag(), false);
        Await.until("empty queue", StompBench.SOON, () -> broker.messages(queue) == 0);
    }

    @Test
    void messageThatIsGivenBackComesAgain_moreOftenThanArtemisWouldTry() {
        here.send(message("", queue, "x", LASTING));
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        for (int i = 1; i < 15; i++) {
            IncomingMessage came = consumer.await(i);
            assertThat(came.redelivered()).isEqualTo(i > 1);
            assertThat(came.properties().persistent()).isTrue();
            consumer.channel.nack(came.deliveryTag(), true);
        }
        consumer.channel.ack(consumer.await(15).deliveryTag(), false);
        Await.until("empty queue", StompBench.SOON, () -> broker.messages(queue) == 0);
        assertThat(consumer.received).hasSize(15);
    }

    @Test
    void channelThatClosesDoesNotCountAsAnAttempt() {
        here.send(message("", queue, "x", LASTING));
        for (int i = 0; i < 14; i++) {
            Recorder consumer = new Recorder(connection).consume(queue, 5);
            consumer.await(1);
            consumer.channel.close();
        }
        assertThat(broker.messages(queue)).isEqualTo(1);
    }

    @Test
    void connectionThatClosesDoesNotEither() {
        here.send(message("", queue, "x", LASTING));
        for (int i = 0; i < 14; i++) {
            TransportConnection other = bench.connect();
            new Recorder(other).consume(queue, 5).await(1);
            other.close(Duration.ofSeconds(10));
        }
        assertThat(broker.messages(queue)).isEqualTo(1);
    }

    @Test
    void noMoreThanThePrefetchIsUnderWay() {
        for (int i = 0; i < 50; i++) {
            here.send(message("", queue, "", Properties.NONE));
        }
        for (int prefetch : new int[] {1, 3, 10}) {
            Recorder consumer = new Recorder(connection).consume(queue, prefetch);
            consumer.await(1);
            assertThat(here.channel.get(queue, false)).isPresent(); // by then more would have come
            assertThat(consumer.received).hasSizeLessThanOrEqualTo(prefetch);
            consumer.channel.close();
        }
    }

    @Test
    void highPriorityComesFirst() {
        for (int priority : new int[] {1, 9, 5}) {
            here.send(message(
                    "",
                    queue,
                    Integer.toString(priority),
                    Properties.builder().priority(priority).build()));
        }
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        consumer.await(3);
        assertThat(consumer.bodies()).containsExactly("9", "5", "1");
    }

    @Test
    void transactionIsCommittedOrNot() {
        Recorder transacted = new Recorder(connection);
        transacted.channel.transactPublishes();
        transacted.channel.publish(message("", queue, "undone", LASTING));
        transacted.channel.rollback(Duration.ofSeconds(10));
        transacted.channel.publish(message("", queue, "done", LASTING));
        assertThat(broker.messages(queue)).isZero();
        transacted.channel.commit(Duration.ofSeconds(10));
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        consumer.await(1);
        assertThat(consumer.bodies()).containsExactly("done");
    }

    @Test
    void literalTopicReachesAllWhoListen() {
        String topic = "/topic/" + bench.name;
        Recorder one = new Recorder(connection).consume(topic, 5);
        Recorder other = new Recorder(bench.connect()).consume(topic, 5);
        here.send(message("", topic, "price", Properties.NONE).optional());
        assertThat(one.await(1).routingKey()).isEqualTo(topic);
        assertThat(other.await(1).routingKey()).isEqualTo(topic);
    }

    @Test
    void requestIsAnsweredByAQueueOfItsOwn() {
        Recorder client = new Recorder(connection).consume("/queue/" + bench.name + ".replies", 5);
        client.send(message(
                "",
                queue,
                "question",
                Properties.builder().replyTo(bench.name + ".replies").build()));
        Recorder server = new Recorder(bench.connect()).consume(queue, 5);
        server.send(message("", server.await(1).properties().replyTo(), "answer", Properties.NONE));
        client.await(1);
        assertThat(client.bodies()).containsExactly("answer");
    }

    @Test
    void queueWithMorePrioritiesThanThereAreIsRefused() {
        here.channel.declare(QueueDeclaration.of(queue).maxPriority(9));
        assertThatThrownBy(() -> here.channel.declare(QueueDeclaration.of(queue).maxPriority(10)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("10");
    }
}
