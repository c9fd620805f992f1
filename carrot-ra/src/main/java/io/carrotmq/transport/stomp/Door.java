package io.carrotmq.transport.stomp;

import io.carrotmq.config.BrokerAddress;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.client.ConnectionOptions;
import io.carrotmq.stomp.client.StompConnection;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;

/**
 * Where a broker is and how one gets in.
 *
 * @param name what log lines call the connection
 */
record Door(BrokerAddress address, ConnectionSettings settings, String name, ThreadFactory threads) {
    /** ActiveMQ sends its first sign of life after two intervals, so that three halves of what is set count as death. */
    private static final HeartBeatThresholds PATIENT = new HeartBeatThresholds(HeartBeatThresholds.DEFAULT.client(), 3);

    /**
     * Connects.
     *
     * @throws io.carrotmq.stomp.StompException if that fails, within the settings' time
     */
    StompConnection open(ConnectionHandler handler) {
        return StompConnection.connect(address.host(), address.port(), options(), handler);
    }

    /** All that can be said to be rejected or given back needs 1.1 at least; every broker there is knows 1.2. */
    private ConnectionOptions options() {
        ConnectionOptions.Builder options = ConnectionOptions.DEFAULT.toBuilder()
                .versions(StompVersion.V1_1, StompVersion.V1_2)
                .login(settings.userName(), settings.password())
                .virtualHost(settings.virtualHost())
                .heartBeat(
                        new HeartBeat(settings.heartbeat(), settings.heartbeat().dividedBy(2)))
                .thresholds(PATIENT)
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
