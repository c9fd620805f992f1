package io.carrotmq.stomp.client;

import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.stomp.failover.FailoverUri;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Which brokers a client connects to, and how it works with them. Immutable; start from {@link #of}, whose methods give
 * changed copies. No duration may be zero, negative or above a day.
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
 *     may run at once. Null means threads of the client's own, which end when idle
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
        Duration bound = Duration.ofSeconds(30);
        return new ClientOptions(
                FailoverUri.parse(uri),
                ConnectionOptions.DEFAULT,
                bound,
                bound,
                bound,
                1_000,
                1,
                null,
                ClientListener.NONE,
                null);
    }

    /**
     * Changes how to connect.
     *
     * @param value how
     * @return changed options
     */
    public ClientOptions connection(ConnectionOptions value) {
        return new ClientOptions(
                uri,
                value,
                receiptTimeout,
                waitTimeout,
                disconnectTimeout,
                sendWindow,
                handlerConcurrency,
                executor,
                listener,
                tls);
    }

    /**
     * Changes how long a receipt may take.
     *
     * @param value how long
     * @return changed options
     */
    public ClientOptions receiptTimeout(Duration value) {
        return new ClientOptions(
                uri,
                connection,
                value,
                waitTimeout,
                disconnectTimeout,
                sendWindow,
                handlerConcurrency,
                executor,
                listener,
                tls);
    }

    /**
     * Changes how long a call may wait before anything is sent.
     *
     * @param value how long
     * @return changed options
     */
    public ClientOptions waitTimeout(Duration value) {
        return new ClientOptions(
                uri,
                connection,
                receiptTimeout,
                value,
                disconnectTimeout,
                sendWindow,
                handlerConcurrency,
                executor,
                listener,
                tls);
    }

    /**
     * Changes how long disconnecting and unsubscribing may wait for handlers.
     *
     * @param value how long
     * @return changed options
     */
    public ClientOptions disconnectTimeout(Duration value) {
        return new ClientOptions(
                uri,
                connection,
                receiptTimeout,
                waitTimeout,
                value,
                sendWindow,
                handlerConcurrency,
                executor,
                listener,
                tls);
    }

    /**
     * Changes how many sends without a receipt there may be at once.
     *
     * @param sends 1 or more
     * @return changed options
     */
    public ClientOptions sendWindow(int sends) {
        return new ClientOptions(
                uri,
                connection,
                receiptTimeout,
                waitTimeout,
                disconnectTimeout,
                sends,
                handlerConcurrency,
                executor,
                listener,
                tls);
    }

    /**
     * Changes how many handlers of one subscription run at once.
     *
     * @param handlers 1 or more
     * @return changed options
     */
    public ClientOptions handlerConcurrency(int handlers) {
        return new ClientOptions(
                uri,
                connection,
                receiptTimeout,
                waitTimeout,
                disconnectTimeout,
                sendWindow,
                handlers,
                executor,
                listener,
                tls);
    }

    /**
     * Changes what runs handlers and listeners.
     *
     * @param value the executor, or null for threads of the client's own
     * @return changed options
     */
    public ClientOptions executor(Executor value) {
        return new ClientOptions(
                uri,
                connection,
                receiptTimeout,
                waitTimeout,
                disconnectTimeout,
                sendWindow,
                handlerConcurrency,
                value,
                listener,
                tls);
    }

    /**
     * Changes who is told what happens.
     *
     * @param value the listener
     * @return changed options
     */
    public ClientOptions listener(ClientListener value) {
        return new ClientOptions(
                uri,
                connection,
                receiptTimeout,
                waitTimeout,
                disconnectTimeout,
                sendWindow,
                handlerConcurrency,
                executor,
                value,
                tls);
    }

    /**
     * Changes where keys and trust come from.
     *
     * @param contexts the context for a broker, or null
     * @return changed options
     */
    public ClientOptions tls(Function<BrokerAddress, SSLContext> contexts) {
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
                contexts);
    }
}
