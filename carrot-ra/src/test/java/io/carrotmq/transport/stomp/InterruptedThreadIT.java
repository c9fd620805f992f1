package io.carrotmq.transport.stomp;

import static io.carrotmq.transport.stomp.StompBench.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Properties;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.stomp.StompBench.Recorder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupted thread gets its answers, as over AMQP: what it asks for does not fail, and the channel stays. */
@WithBroker
@Timeout(60)
class InterruptedThreadIT {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final StompBench bench;
    private TransportConnection connection;
    private String queue;
    private String exchange;

    InterruptedThreadIT(EmbeddedActiveMq broker) {
        this.bench = new StompBench(broker);
    }

    @BeforeEach
    void open() {
        connection = bench.connect();
        queue = bench.name + ".q";
        exchange = bench.name + ".x";
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        bench.close();
    }

    private interface Question<T> {
        T ask();
    }

    private static <T> T interrupted(Question<T> question) {
        Thread.currentThread().interrupt();
        T answer = question.ask();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        return answer;
    }

    private static void interrupted(Runnable order) {
        interrupted(() -> {
            order.run();
            return null;
        });
    }

    private Recorder channel() {
        return interrupted(() -> new Recorder(connection));
    }

    @Test
    void connectsAndGetsAChannel() {
        connection = interrupted(bench::connect);
        assertThat(channel().channel.isOpen()).isTrue();
    }

    @Test
    void declares() {
        Recorder asking = channel();
        interrupted(() -> asking.channel.declare(ExchangeDeclaration.topic(exchange)));
        interrupted(() -> asking.channel.declare(QueueDeclaration.of(queue)));
        interrupted(() -> asking.channel.bind(Binding.queue(exchange, queue, "a.#")));
        interrupted(() -> asking.channel.verifyExchange(exchange));
        assertThat(interrupted(() -> asking.channel.verifyQueue(queue))).isZero();
        assertThat(asking.channel.isOpen()).isTrue();
        assertThat(asking.ends).isEmpty();
    }

    @Test
    void consumesCancelsAndConsumesAgain() {
        Recorder sending = new Recorder(connection);
        Recorder consuming = channel();
        interrupted(() -> consuming.consume(queue, 10));
        sending.send(message("", queue, "first", Properties.NONE));
        consuming.await(1);
        interrupted(() -> consuming.channel.ack(1, false));
        interrupted(() -> consuming.channel.cancel("consumer"));
        sending.send(message("", queue, "second", Properties.NONE));
        interrupted(() -> consuming.consume(queue, 10));
        consuming.await(2);
        assertThat(consuming.bodies()).containsExactly("first", "second");
        assertThat(consuming.ends).isEmpty();
    }

    @Test
    void getsSingleMessages() {
        Recorder getting = channel();
        getting.channel.declare(QueueDeclaration.of(queue));
        assertThat(interrupted(() -> getting.channel.get(queue, true))).isEmpty();
        getting.send(message("", queue, "one", Properties.NONE));
        assertThat(interrupted(() -> getting.channel.get(queue, true))).isPresent();
        assertThat(getting.channel.isOpen()).isTrue();
    }

    @Test
    void commits() {
        Recorder sending = channel();
        sending.channel.transactPublishes();
        sending.channel.publish(message("", queue, "kept", Properties.NONE));
        interrupted(() -> sending.channel.commit(BOUND));
        sending.channel.publish(message("", queue, "dropped", Properties.NONE));
        interrupted(() -> sending.channel.rollback(BOUND));
        Recorder consuming = new Recorder(connection).consume(queue, 10);
        consuming.await(1);
        assertThat(consuming.bodies()).containsExactly("kept");
        assertThat(sending.channel.isOpen()).isTrue();
    }

    /** Acknowledgements may still be in the buffer. */
    @Test
    void saysGoodbye() {
        Recorder sending = new Recorder(connection);
        for (int i = 0; i < 100; i++) {
            sending.send(message("", queue, "" + i, Properties.NONE));
        }
        Recorder consuming = new Recorder(connection).consume(queue, 100);
        consuming.await(100);
        interrupted(() -> {
            for (int tag = 1; tag <= 100; tag++) {
                consuming.channel.ack(tag, false);
            }
            consuming.channel.close();
        });
        assertThat(sending.channel.verifyQueue(queue)).isZero();
    }
}
