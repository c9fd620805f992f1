package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How to connect. Immutable; start from {@link #DEFAULT}.
 *
 * @param versions the versions to offer
 * @param login the user, or null
 * @param passcode the user's password, or null; never printed
 * @param virtualHost the header {@code host}; null means the host connected to
 * @param headers further headers of {@code CONNECT}, such as {@code client-id}
 * @param heartBeat what to offer and to want; an interval of zero means none
 * @param connectTimeout how long reaching one broker may take, with TLS
 * @param connectedTimeout how long the broker may take to answer {@code CONNECT}
 * @param limits how large frames that come in may be
 * @param tls null for a connection in the clear, or where keys and trust come from
 * @param tlsParameters protocols, ciphers and more; null means the context's own. The host is verified and sent (SNI) whatever
 *     it says
 * @param threads makes the threads that read; null means daemon threads
 */
public record ConnectionOptions(
        List<StompVersion> versions,
        String login,
        String passcode,
        String virtualHost,
        Map<String, String> headers,
        HeartBeat heartBeat,
        Duration connectTimeout,
        Duration connectedTimeout,
        FrameLimits limits,
        SSLContext tls,
        SSLParameters tlsParameters,
        ThreadFactory threads) {
    /** All versions, no user, heart-beats of ten seconds in both directions, five seconds for each timeout, no TLS. */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(
            List.of(StompVersion.values()),
            null,
            null,
            null,
            Map.of(),
            new HeartBeat(Duration.ofSeconds(10), Duration.ofSeconds(10)),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            FrameLimits.DEFAULT,
            null,
            null,
            null);

    /** Copies the collections. */
    public ConnectionOptions {
        versions = List.copyOf(versions);
        headers = Map.copyOf(headers);
    }
}
