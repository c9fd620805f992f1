package io.carrotmq.transport.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.RawBroker;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What nobody flushes reaches a real broker all the same: complete, in order, and soon. */
@WithBroker
@Timeout(60)
class UnflushedPublishIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int COUNT = 5_000;

    private final EngineThreads threads = new EngineThreads();
    private final AtomicLong confirmed = new AtomicLong();
    private final List<IncomingMessage> received = new CopyOnWriteArrayList<>();
    private RawBroker raw;
    private String queue;
    private TransportConnection connection;
    private TransportChannel channel;

    @BeforeEach
    void open(RabbitMq broker) throws Exception {
        raw = new RawBroker(broker.uri());
        queue = raw.givenQueue("unflushed");
        URI uri = broker.uri();
        String[] user = uri.getUserInfo().split(":");
        ConnectionSettings settings = new ConnectionSettings(
                Protocol.AMQP,
                uri.getHost(),
                uri.getPort(),
                "/",
                user[0],
                user[1],
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                "unflushed");
        connection = new AmqpTransport(EngineThreads.named("unflushed"), threads.workers())
                .connect(settings, "unflushed", new Unheard());
        channel = connection.openChannel(new Recorder());
    }

    @AfterEach
    void close() throws Exception {
        connection.close(Duration.ofSeconds(5));
        threads.close();
        raw.channel().queueDelete(queue);
        raw.close();
    }

    private static final class Unheard implements ConnectionListener {
        @Override
        public void blocked(String reason) {}

        @Override
        public void unblocked() {}

        @Override
        public void closed(Closure closure) {}
    }

    private final class Recorder implements ChannelListener {
        @Override
        public void confirmed(long sequence, boolean multiple) {
            confirmed.accumulateAndGet(sequence, Math::max);
        }

        @Override
        public void delivered(IncomingMessage message) {
            received.add(message);
        }

        @Override
        public void closed(Closure closure) {}
    }

    private OutgoingMessage message(String body) {
        return new OutgoingMessage("", queue, true, Properties.NONE, body.getBytes(UTF_8));
    }

    @Test
    void burstArrivesCompleteAndInOrder() {
        channel.confirmPublishes();
        for (int i = 1; i <= COUNT; i++) {
            assertThat(channel.nextSequence()).isEqualTo(i);
            channel.publish(message("m" + i));
        }
        Await.until("the last confirm", SOON, () -> confirmed.get() == COUNT);
        channel.consume(queue, "reader", SubscribeOptions.DEFAULT.prefetch(COUNT));
        Await.until("all messages", SOON, () -> received.size() == COUNT);
        for (int i = 1; i <= COUNT; i++) {
            assertThat(received.get(i - 1).body()).asString(UTF_8).isEqualTo("m" + i);
        }
    }

    @Test
    void fewAfterAPauseArriveToo() {
        channel.confirmPublishes();
        for (int round = 1; round <= 5; round++) {
            channel.publish(message("first"));
            channel.publish(message("second"));
            long expected = 2L * round;
            Await.until("both confirms", SOON, () -> confirmed.get() == expected);
        }
    }

    @Test
    void whatDoesNotFitIsNotCounted() {
        channel.confirmPublishes();
        channel.publish(message("before"));
        OutgoingMessage odd = new OutgoingMessage(
                "",
                queue,
                true,
                Properties.builder().header("odd", new Object()).build(),
                new byte[0]);
        assertThatThrownBy(() -> channel.publish(odd)).isInstanceOf(IllegalArgumentException.class);
        assertThat(channel.nextSequence()).isEqualTo(2);
        channel.publish(message("after"));
        Await.until("the confirm of the one after it", SOON, () -> confirmed.get() == 2);
    }
}
