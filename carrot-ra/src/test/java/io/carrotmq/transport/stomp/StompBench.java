package io.carrotmq.transport.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.StompBroker;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Connections of the transport to a broker in the test's JVM, and what comes on their channels. */
final class StompBench implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    final String name = "stomp-" + UUID.randomUUID();
    private final EngineThreads threads = new EngineThreads();
    private final StompBroker broker;
    private final List<TransportConnection> connections = new CopyOnWriteArrayList<>();

    StompBench(StompBroker broker) {
        this.broker = broker;
    }

    TransportConnection connect() {
        TransportConnection connection = open(broker.uri(), threads, closure -> {});
        connections.add(connection);
        return connection;
    }

    /** Connects to a broker; whoever asks is told how that ends, and closes it. */
    static TransportConnection open(URI uri, EngineThreads threads, Consumer<Closure> ended) {
        String[] user = uri.getUserInfo().split(":");
        ConnectionSettings settings = new ConnectionSettings(
                Protocol.STOMP,
                uri.getHost(),
                uri.getPort(),
                "/",
                user[0],
                user[1],
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                "stomp");
        return new StompTransport(EngineThreads.named("stomp"), threads.workers())
                .connect(settings, "stomp", new ConnectionListener() {
                    @Override
                    public void blocked(String reason) {}

                    @Override
                    public void unblocked() {}

                    @Override
                    public void closed(Closure closure) {
                        ended.accept(closure);
                    }
                });
    }

    @Override
    public void close() {
        connections.forEach(each -> each.close(Duration.ofSeconds(5)));
        threads.close();
    }

    static OutgoingMessage message(String exchange, String key, String body, Properties properties) {
        return new OutgoingMessage(exchange, key, true, properties, body.getBytes(UTF_8));
    }

    /** A channel and what came on it. */
    static final class Recorder implements ChannelListener {
        final Set<Long> confirmed = new ConcurrentSkipListSet<>();
        final List<OutgoingMessage> returned = new CopyOnWriteArrayList<>();
        final List<IncomingMessage> received = new CopyOnWriteArrayList<>();
        final List<Closure> ends = new CopyOnWriteArrayList<>();
        final TransportChannel channel;

        Recorder(TransportConnection connection) {
            channel = connection.openChannel(this);
        }

        @Override
        public void confirmed(long sequence, boolean multiple) {
            confirmed.add(sequence);
        }

        @Override
        public void returned(OutgoingMessage message, int replyCode, String replyText) {
            returned.add(message);
        }

        @Override
        public void delivered(IncomingMessage message) {
            received.add(message);
        }

        @Override
        public void closed(Closure closure) {
            ends.add(closure);
        }

        Recorder consume(String queue, int prefetch) {
            channel.consume(queue, "consumer", SubscribeOptions.DEFAULT.prefetch(prefetch));
            return this;
        }

        IncomingMessage await(int number) {
            Await.until("message " + number, SOON, () -> received.size() >= number);
            return received.get(number - 1);
        }

        List<String> bodies() {
            return received.stream().map(each -> new String(each.body(), UTF_8)).toList();
        }

        /** Publishes one after the other and waits until all are confirmed. */
        void send(OutgoingMessage... messages) {
            if (channel.nextSequence() == 0) {
                channel.confirmPublishes();
            }
            for (OutgoingMessage message : messages) {
                channel.publish(message);
            }
            channel.flush();
            long last = channel.nextSequence() - 1;
            Await.until("confirms up to " + last, SOON, () -> confirmed.size() == last);
        }
    }
}
