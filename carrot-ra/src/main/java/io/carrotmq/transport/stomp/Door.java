package io.carrotmq.transport.stomp;

import io.carrotmq.config.BrokerAddress;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.client.ConnectionOptions;
import io.carrotmq.stomp.client.StompConnection;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;

/**
 * Where a broker is and how one gets in.
 *
 * @param name what log lines call the connection
 */
record Door(BrokerAddress address, ConnectionSettings settings, String name, ThreadFactory threads) {
    /**
     * ActiveMQ beats in every other interval only, so that two of silence say nothing. Three of two thirds are as long as the
     * two that the settings promise.
     */
    private static final int SILENT_BEATS = 3;

    private static final HeartBeatThresholds SILENCE =
            new HeartBeatThresholds(HeartBeatThresholds.DEFAULT.client(), SILENT_BEATS);

    /**
     * Connects, all in all within the settings' time for that. An interrupt begins it anew rather than fail what needs it, and
     * the thread stays interrupted.
     *
     * @throws io.carrotmq.stomp.StompException if that fails
     */
    StompConnection open(ConnectionHandler handler) {
        long deadline = System.nanoTime() + settings.connectTimeout().toNanos();
        ConnectionOptions options = options();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                try {
                    return StompConnection.connect(address.host(), address.port(), options, left, handler);
                } catch (StompConnectionException e) {
                    if (!(e.getCause() instanceof InterruptedException)) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            Uninterrupted.restore(interrupted);
        }
    }

    /** All that can be said to be rejected or given back needs 1.1 at least; every broker there is knows 1.2. */
    private ConnectionOptions options() {
        ConnectionOptions.Builder options = ConnectionOptions.DEFAULT.toBuilder()
                .versions(StompVersion.V1_1, StompVersion.V1_2)
                .login(settings.userName(), settings.password())
                .virtualHost(settings.virtualHost())
                .heartBeat(new HeartBeat(
                        settings.heartbeat(),
                        settings.heartbeat().multipliedBy(2).dividedBy(SILENT_BEATS)))
                .thresholds(SILENCE)
                .connectTimeout(settings.connectTimeout())
                .connectedTimeout(settings.connectTimeout())
                .threads(threads);
        if (address.tls()) {
            try {
                options.tls(SSLContext.getDefault(), null);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no default TLS context", e);
            }
        }
        return options.build();
    }
}
