package io.carrotmq.stomp.client;

import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.stomp.failover.FailoverUri;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Which brokers a client connects to, and how it works with them. Immutable; start from {@link #of} or {@link
 * #builder}. No duration may be zero, negative or above a day.
 *
 * @param uri the brokers, and how to try them
 * @param connection how to connect to each of them. A user, a password or a virtual host in a broker's address wins over it,
 *     and the address's scheme says whether there is TLS
 * @param receiptTimeout how long a receipt may take
 * @param waitTimeout how long a call may wait before anything is sent: for a connection that is being made, and for a place in
 *     the send window
 * @param disconnectTimeout how long disconnecting, or unsubscribing, may wait for the handlers under way with their
 *     acknowledgements
 * @param sendWindow how many sends without a receipt there may be at once, 1 or more. As many as that again wait for a place;
 *     further ones of an {@link AsyncStompClient} fail
 * @param handlerConcurrency how many handlers of one subscription run at once, unless it says otherwise, 1 or more
 * @param executor runs handlers, listeners and what depends on the stages of an {@link AsyncStompClient}, such as {@code
 *     Executors.newVirtualThreadPerTaskExecutor()}; never shut down by the client. It should have more threads than handlers
 *     may run at once, and must neither run a task on the thread that gives it nor have that wait. Null means threads of the client's own, which end when idle
 * @param listener told what happens
 * @param tls where keys and trust come from for a broker whose address asks for TLS; null means {@link
 *     ConnectionOptions#tls()}, and if that is null too the JVM's default
 */
public record ClientOptions(
        FailoverUri uri,
        ConnectionOptions connection,
        Duration receiptTimeout,
        Duration waitTimeout,
        Duration disconnectTimeout,
        int sendWindow,
        int handlerConcurrency,
        Executor executor,
        ClientListener listener,
        Function<BrokerAddress, SSLContext> tls) {
    /**
     * Checks.
     *
     * @throws io.carrotmq.stomp.StompConfigurationException if something is outside its range
     */
    public ClientOptions {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(listener, "listener");
        ClientMessages.requirePositive("receiptTimeout", receiptTimeout);
        ClientMessages.requirePositive("waitTimeout", waitTimeout);
        ClientMessages.requirePositive("disconnectTimeout", disconnectTimeout);
        ClientMessages.requireAtLeast("sendWindow", sendWindow, 1);
        ClientMessages.requireAtLeast("handlerConcurrency", handlerConcurrency, 1);
    }

    /**
     * Options with defaults: {@link ConnectionOptions#DEFAULT}, 30 seconds for a receipt, for waiting and for disconnecting, a
     * window of 1,000 sends, one handler at a time for each subscription.
     *
     * @param uri the brokers, such as {@code stomp://localhost} or {@code failover:(stomp://a:61613,stomp+ssl://b)}; see
     *     {@link FailoverUri}
     * @return the options
     * @throws io.carrotmq.stomp.StompConfigurationException if the address is malformed
     */
    public static ClientOptions of(String uri) {
        return builder(uri).build();
    }

    /**
     * A builder that starts with the defaults.
     *
     * @param uri the brokers, as for {@link #of}
     * @return a builder
     * @throws io.carrotmq.stomp.StompConfigurationException if the address is malformed
     */
    public static Builder builder(String uri) {
        return new Builder(FailoverUri.parse(uri));
    }

    /** {@return a builder that starts with these options} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Builds {@link ClientOptions}; what each option means is said there. Not safe for use by several threads. */
    public static final class Builder {
        private static final Duration BOUND = Duration.ofSeconds(30);

        private final FailoverUri uri;
        private ConnectionOptions connection = ConnectionOptions.DEFAULT;
        private Duration receiptTimeout = BOUND;
        private Duration waitTimeout = BOUND;
        private Duration disconnectTimeout = BOUND;
        private int sendWindow = 1_000;
        private int handlerConcurrency = 1;
        private Executor executor;
        private ClientListener listener = ClientListener.NONE;
        private Function<BrokerAddress, SSLContext> tls;

        private Builder(FailoverUri uri) {
            this.uri = uri;
        }

        private Builder(ClientOptions from) {
            uri = from.uri;
            connection = from.connection;
            receiptTimeout = from.receiptTimeout;
            waitTimeout = from.waitTimeout;
            disconnectTimeout = from.disconnectTimeout;
            sendWindow = from.sendWindow;
            handlerConcurrency = from.handlerConcurrency;
            executor = from.executor;
            listener = from.listener;
            tls = from.tls;
        }

        /**
         * Sets how to connect.
         *
         * @param value how
         * @return this
         */
        public Builder connection(ConnectionOptions value) {
            connection = value;
            return this;
        }

        /**
         * Sets how long a receipt may take.
         *
         * @param value how long
         * @return this
         */
        public Builder receiptTimeout(Duration value) {
            receiptTimeout = value;
            return this;
        }

        /**
         * Sets how long a call may wait before anything is sent.
         *
         * @param value how long
         * @return this
         */
        public Builder waitTimeout(Duration value) {
            waitTimeout = value;
            return this;
        }

        /**
         * Sets how long disconnecting and unsubscribing may wait for handlers.
         *
         * @param value how long
         * @return this
         */
        public Builder disconnectTimeout(Duration value) {
            disconnectTimeout = value;
            return this;
        }

        /**
         * Sets how many sends without a receipt there may be at once.
         *
         * @param sends 1 or more
         * @return this
         */
        public Builder sendWindow(int sends) {
            sendWindow = sends;
            return this;
        }

        /**
         * Sets how many handlers of one subscription run at once.
         *
         * @param handlers 1 or more
         * @return this
         */
        public Builder handlerConcurrency(int handlers) {
            handlerConcurrency = handlers;
            return this;
        }

        /**
         * Sets what runs handlers and listeners.
         *
         * @param value the executor, or null for threads of the client's own
         * @return this
         */
        public Builder executor(Executor value) {
            executor = value;
            return this;
        }

        /**
         * Sets who is told what happens.
         *
         * @param value the listener
         * @return this
         */
        public Builder listener(ClientListener value) {
            listener = value;
            return this;
        }

        /**
         * Sets where keys and trust come from.
         *
         * @param contexts the context for a broker, or null
         * @return this
         */
        public Builder tls(Function<BrokerAddress, SSLContext> contexts) {
            tls = contexts;
            return this;
        }

        /**
         * Checks.
         *
         * @return the options
         * @throws io.carrotmq.stomp.StompConfigurationException if something is outside its range
         */
        public ClientOptions build() {
            return new ClientOptions(
                    uri,
                    connection,
                    receiptTimeout,
                    waitTimeout,
                    disconnectTimeout,
                    sendWindow,
                    handlerConcurrency,
                    executor,
                    listener,
                    tls);
        }
    }
}
