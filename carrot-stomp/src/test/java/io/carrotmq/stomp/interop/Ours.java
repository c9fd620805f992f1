package io.carrotmq.stomp.interop;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.client.ConnectionOptions;
import io.carrotmq.stomp.client.StompConnection;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.SubscriptionToken;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A connection of this library's. Whatever it sends has been receipted when the method returns, unless it says otherwise. */
final class Ours implements AutoCloseable, ConnectionHandler {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<StompFrame> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<StompException> end = new CompletableFuture<>();
    private final StompVersion version;
    private final StompConnection connection;

    private Ours(URI broker, StompVersion version, String virtualHost, int heartBeatMillis) {
        String[] user = broker.getUserInfo().split(":");
        Duration beats = Duration.ofMillis(heartBeatMillis);
        this.version = version;
        connection = StompConnection.connect(
                broker.getHost(),
                broker.getPort(),
                ConnectionOptions.DEFAULT.toBuilder()
                        .versions(version)
                        .login(user[0], user[1])
                        .virtualHost(virtualHost)
                        .heartBeat(new HeartBeat(beats, beats))
                        // The test is whether the broker finds us alive, however busy the machine is.
                        .thresholds(new HeartBeatThresholds(0.5, 10))
                        .connectTimeout(PATIENCE)
                        .connectedTimeout(PATIENCE)
                        .build(),
                this);
    }

    static Ours connect(URI broker, StompVersion version, String virtualHost, int heartBeatMillis) {
        return new Ours(broker, version, virtualHost, heartBeatMillis);
    }

    StompConnection connection() {
        return connection;
    }

    @Override
    public void message(StompFrame message) {
        messages.add(message);
    }

    @Override
    public void closed(StompException cause) {
        end.complete(cause);
    }

    /** {@return why it has ended, if it was not asked to; null otherwise} */
    StompException failure() {
        return end.getNow(null);
    }

    void send(String destination, byte[] body, Map<String, String> headers) {
        confirmed(receipt -> StompCommands.send(destination, body, headers, null, receipt));
    }

    /** RabbitMQ receipts it after COMMIT only: no receipt is asked for. */
    void sendIn(String transaction, String destination, byte[] body) {
        connection.send(StompCommands.send(destination, body, null, transaction, null));
    }

    void subscribe(String destination, String id, AckMode mode, Map<String, String> headers) {
        confirmed(receipt -> StompCommands.subscribe(destination, id, mode, headers, receipt, version));
    }

    void unsubscribe(String id) {
        confirmed(receipt -> StompCommands.unsubscribe(SubscriptionToken.id(id), null, receipt, version));
    }

    /** {@return the next message, or null if none comes within the bound} */
    StompFrame take(Duration bound) throws InterruptedException {
        return messages.poll(bound.toMillis(), TimeUnit.MILLISECONDS);
    }

    void ack(StompFrame message) {
        confirmed(receipt -> StompCommands.ack(message, null, null, receipt, version));
    }

    /** Without a receipt, as for {@link #sendIn}. */
    void ackIn(String transaction, StompFrame message) {
        connection.send(StompCommands.ack(message, null, transaction, null, version));
    }

    void nack(StompFrame message) {
        confirmed(receipt -> StompCommands.nack(message, null, null, receipt, version));
    }

    void begin(String transaction) {
        confirmed(receipt -> StompCommands.begin(transaction, receipt));
    }

    void commit(String transaction) {
        confirmed(receipt -> StompCommands.commit(transaction, receipt));
    }

    void abort(String transaction) {
        confirmed(receipt -> StompCommands.abort(transaction, receipt));
    }

    /** Closes its socket without a word. */
    @Override
    public void close() {
        connection.kill();
    }

    private void confirmed(Function<String, StompFrame> frame) {
        String id = connection.nextReceipt();
        CompletableFuture<StompFrame> receipt = connection.receipt(id);
        connection.send(frame.apply(id));
        receipt.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
