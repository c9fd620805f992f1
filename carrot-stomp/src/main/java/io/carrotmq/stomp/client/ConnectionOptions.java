package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How to connect. Immutable; start from {@link #DEFAULT} and {@link #toBuilder}.
 *
 * @param versions the versions to offer, at least one
 * @param login the user, or null
 * @param passcode the user's password, or null; never printed
 * @param virtualHost the header {@code host}; null means {@code /}, which is the virtual host that RabbitMQ has by default.
 *     ActiveMQ and Artemis do not look at it
 * @param headers further headers of {@code CONNECT}, such as {@code client-id}
 * @param heartBeat what to offer and to want; an interval of zero means none, and so does STOMP 1.0
 * @param thresholds which part of the interval agreed on goes by before a heart-beat is sent, and how many before the broker
 *     counts as dead
 * @param connectTimeout how long reaching one broker may take, with TLS; positive
 * @param connectedTimeout how long the broker may take to answer {@code CONNECT}; positive
 * @param writeTimeout how long the broker may take no byte of what is written, as it does under an alarm; then the connection
 *     ends, which sets free whoever waits to send; positive
 * @param limits how large frames that come in may be
 * @param tls null for a connection in the clear, or where keys and trust come from
 * @param tlsParameters protocols, ciphers and more; null means the context's own. The host is verified and sent (SNI) whatever
 *     it says
 * @param threads makes the threads of the connection, one that reads and one that writes what nobody else does; null means
 *     daemon threads
 */
public record ConnectionOptions(
        List<StompVersion> versions,
        String login,
        String passcode,
        String virtualHost,
        Map<String, String> headers,
        HeartBeat heartBeat,
        HeartBeatThresholds thresholds,
        Duration connectTimeout,
        Duration connectedTimeout,
        Duration writeTimeout,
        FrameLimits limits,
        SSLContext tls,
        SSLParameters tlsParameters,
        ThreadFactory threads) {
    /**
     * All versions, no user, the virtual host {@code /}, heart-beats of ten seconds in both directions, five seconds to connect, five for {@code
     * CONNECTED}, thirty for a write, no TLS.
     */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(
            List.of(StompVersion.values()),
            null,
            null,
            null,
            Map.of(),
            new HeartBeat(Duration.ofSeconds(10), Duration.ofSeconds(10)),
            HeartBeatThresholds.DEFAULT,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            FrameLimits.DEFAULT,
            null,
            null,
            null);

    /**
     * Checks, and copies the collections, the headers in their order.
     *
     * @throws io.carrotmq.stomp.StompConfigurationException if something is outside its range
     */
    public ConnectionOptions {
        versions = List.copyOf(versions);
        virtualHost = virtualHost == null ? "/" : virtualHost;
        if (versions.isEmpty()) {
            throw Messages.wrongOption("versions", versions, "one or more versions");
        }
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        Objects.requireNonNull(heartBeat, "heartBeat");
        Objects.requireNonNull(thresholds, "thresholds");
        Objects.requireNonNull(limits, "limits");
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("connectedTimeout", connectedTimeout);
        requirePositive("writeTimeout", writeTimeout);
    }

    private static void requirePositive(String option, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw Messages.wrongOption(option, value, "above zero and at most a day");
        }
    }

    /** {@return a builder that starts with these options} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return what is set, without the password} */
    @Override
    public String toString() {
        return "ConnectionOptions[versions="
                + versions.stream().map(StompVersion::text).toList() + ", login=" + login
                + ", virtualHost=" + virtualHost + ", headers=" + headers.keySet() + ", heartBeat=" + heartBeat
                + ", connectTimeout=" + connectTimeout + ", connectedTimeout=" + connectedTimeout + ", writeTimeout="
                + writeTimeout + ", limits=" + limits + ", tls=" + (tls != null) + "]";
    }

    /** Builds {@link ConnectionOptions}; what each option means is said there. Not safe for use by several threads. */
    public static final class Builder {
        private List<StompVersion> versions;
        private String login;
        private String passcode;
        private String virtualHost;
        private Map<String, String> headers;
        private HeartBeat heartBeat;
        private HeartBeatThresholds thresholds;
        private Duration connectTimeout;
        private Duration connectedTimeout;
        private Duration writeTimeout;
        private FrameLimits limits;
        private SSLContext tls;
        private SSLParameters tlsParameters;
        private ThreadFactory threads;

        private Builder(ConnectionOptions from) {
            versions = from.versions;
            login = from.login;
            passcode = from.passcode;
            virtualHost = from.virtualHost;
            headers = from.headers;
            heartBeat = from.heartBeat;
            thresholds = from.thresholds;
            connectTimeout = from.connectTimeout;
            connectedTimeout = from.connectedTimeout;
            writeTimeout = from.writeTimeout;
            limits = from.limits;
            tls = from.tls;
            tlsParameters = from.tlsParameters;
            threads = from.threads;
        }

        /**
         * Sets the versions to offer.
         *
         * @param values one or more
         * @return this
         */
        public Builder versions(StompVersion... values) {
            versions = List.of(values);
            return this;
        }

        /**
         * Sets who connects.
         *
         * @param user the user, or null
         * @param password the password, or null
         * @return this
         */
        public Builder login(String user, String password) {
            login = user;
            passcode = password;
            return this;
        }

        /**
         * Sets the header {@code host}.
         *
         * @param value the virtual host; null means {@code /}
         * @return this
         */
        public Builder virtualHost(String value) {
            virtualHost = value;
            return this;
        }

        /**
         * Sets further headers of {@code CONNECT}.
         *
         * @param values names and values, in their order
         * @return this
         */
        public Builder headers(Map<String, String> values) {
            headers = values;
            return this;
        }

        /**
         * Sets what to offer and to want.
         *
         * @param value the intervals
         * @return this
         */
        public Builder heartBeat(HeartBeat value) {
            heartBeat = value;
            return this;
        }

        /**
         * Sets when to act on the heart-beats agreed on.
         *
         * @param value the factors
         * @return this
         */
        public Builder thresholds(HeartBeatThresholds value) {
            thresholds = value;
            return this;
        }

        /**
         * Sets how long reaching the broker may take, with TLS.
         *
         * @param value the bound
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /**
         * Sets how long the broker may take to answer {@code CONNECT}.
         *
         * @param value the bound
         * @return this
         */
        public Builder connectedTimeout(Duration value) {
            connectedTimeout = value;
            return this;
        }

        /**
         * Sets how long the broker may take no byte.
         *
         * @param value the bound
         * @return this
         */
        public Builder writeTimeout(Duration value) {
            writeTimeout = value;
            return this;
        }

        /**
         * Sets how large frames that come in may be.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(FrameLimits value) {
            limits = value;
            return this;
        }

        /**
         * Sets where keys and trust come from.
         *
         * @param context the context, or null for a connection in the clear
         * @param parameters protocols, ciphers and more, or null
         * @return this
         */
        public Builder tls(SSLContext context, SSLParameters parameters) {
            tls = context;
            tlsParameters = parameters;
            return this;
        }

        /**
         * Sets what makes the connection's threads.
         *
         * @param value the factory, or null
         * @return this
         */
        public Builder threads(ThreadFactory value) {
            threads = value;
            return this;
        }

        /**
         * Checks.
         *
         * @return the options
         * @throws io.carrotmq.stomp.StompConfigurationException if something is outside its range
         */
        public ConnectionOptions build() {
            return new ConnectionOptions(
                    versions,
                    login,
                    passcode,
                    virtualHost,
                    headers,
                    heartBeat,
                    thresholds,
                    connectTimeout,
                    connectedTimeout,
                    writeTimeout,
                    limits,
                    tls,
                    tlsParameters,
                    threads);
        }
    }
}
