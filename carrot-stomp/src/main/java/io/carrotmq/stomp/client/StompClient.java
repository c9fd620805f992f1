package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.Connected;
import java.time.Duration;
import java.util.Map;

/**
 * A client whose methods return when what they ask for has happened: sends, subscriptions and transactions are confirmed by
 * the broker's receipt. Made with {@link #of}; {@link #async} is the same client with methods that do not wait.
 *
 * <pre>{@code
 * try (StompClient client = StompClient.of(ClientOptions.of("failover:(stomp://a,stomp://b)"))) {
 *     client.connect();
 *     client.subscribe("/queue/orders", message -> book(message.text()));
 *     client.send("/queue/orders", "one".getBytes(UTF_8));
 * }
 * }</pre>
 *
 * <p><strong>Connections:</strong> a connection that is lost, or that the broker ends with {@code ERROR}, is made again as the
 * address says, at the first of the brokers that answers in time, and all subscriptions with it, in their order; only then
 * the client counts as connected again. What was awaiting a receipt fails with a {@link
 * io.carrotmq.stomp.StompConnectionException}: it may or may not have happened. What is called meanwhile waits, for {@link
 * ClientOptions#waitTimeout()} at most. A refusal of the user does not end these attempts, for the same user was taken before;
 * {@link ClientListener#attemptFailed} tells of it. Connecting for the first time does end when every broker refuses, and
 * throws.
 *
 * <p><strong>Messages</strong> are given at least once: what was not acknowledged when a connection ended comes again, also
 * while its first handler is still running.
 *
 * <p><strong>Threads:</strong> safe for use by any number of threads, also virtual ones. An interrupt ends a wait. Handlers
 * may use it, but neither disconnect nor unsubscribe what they are handling. <strong>Lifecycle:</strong> after {@link
 * #disconnect} it can connect again, without subscriptions; after an end that nobody asked for, with those it had.
 */
public final class StompClient implements AutoCloseable {
    private final ClientCore core;

    StompClient(ClientCore core) {
        this.core = core;
    }

    /**
     * Makes a client.
     *
     * @param options where to connect to, and how
     * @return a client, not connected yet
     */
    public static StompClient of(ClientOptions options) {
        return new StompClient(new ClientCore(options));
    }

    /** {@return this client with methods that do not wait: the same connection, the same subscriptions} */
    public AsyncStompClient async() {
        return new AsyncStompClient(core);
    }

    /**
     * Connects. If the client had subscriptions when it ended without being asked to, they are back when this returns.
     *
     * @return what the broker said
     * @throws io.carrotmq.stomp.command.StompErrorException if every broker refuses
     * @throws io.carrotmq.stomp.StompTimeoutException if none can be connected to in as many attempts as the address allows;
     *     its cause is why the last one failed
     * @throws io.carrotmq.stomp.StompProtocolException if it is connected, or connecting, already
     */
    public Connected connect() {
        return Waiting.await(core.connect());
    }

    /** {@return what the broker said that the client is connected to; null if it is connected to none} */
    public Connected connected() {
        return core.connected();
    }

    /**
     * Sends a message and returns when the broker has confirmed it by a receipt of its own.
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers
     * @throws io.carrotmq.stomp.StompTimeoutException if there was no connection, or no place in the send window, in time:
     *     nothing was sent; or no receipt: it may or may not have arrived. Their codes tell which: {@code CARROT-0462} and
     *     {@code CARROT-0463}
     * @throws io.carrotmq.stomp.StompConnectionException if the connection ended before the receipt came: it may or may not
     *     have arrived
     * @throws io.carrotmq.stomp.command.StompErrorException if the broker says that it refuses this very message
     * @throws io.carrotmq.stomp.StompFrameException if the version has no way to write it; nothing was sent
     */
    public void send(String destination, byte[] body, Map<String, String> headers) {
        Link link = Waiting.await(core.window().enter("SEND to " + destination, false));
        try {
            Waiting.await(link.send(destination, body, headers));
        } finally {
            core.window().leave();
        }
    }

    /**
     * Sends a message without further headers, and returns when the broker has confirmed it.
     *
     * @param destination where to
     * @param body the body, given away
     * @throws io.carrotmq.stomp.StompException as with headers
     */
    public void send(String destination, byte[] body) {
        send(destination, body, Map.of());
    }

    /**
     * Sends a message unconfirmed: it may be lost and nobody will know.
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers
     * @throws io.carrotmq.stomp.StompTimeoutException if there was no connection in time
     * @throws io.carrotmq.stomp.StompConnectionException if it cannot even be handed to the network
     * @throws io.carrotmq.stomp.StompFrameException if the version has no way to write it
     */
    public void tell(String destination, byte[] body, Map<String, String> headers) {
        Waiting.await(core.available("SEND to " + destination)).tell(destination, body, headers);
    }

    /**
     * Subscribes, with {@link SubscriptionOptions#DEFAULT}.
     *
     * @param destination what to subscribe to
     * @param handler handles the messages
     * @return the subscription, confirmed by the broker
     * @throws io.carrotmq.stomp.StompException as with options
     */
    public StompSubscription subscribe(String destination, MessageHandler handler) {
        return subscribe(destination, SubscriptionOptions.DEFAULT, handler);
    }

    /**
     * Subscribes.
     *
     * @param destination what to subscribe to. To {@code /temp-queue/…} RabbitMQ subscribes by itself, in the ack mode {@code
     *     auto}, when a message with that header {@code reply-to} is sent on this connection: then nothing is said to it
     * @param options how
     * @param handler handles the messages; some may come before this returns
     * @return the subscription, confirmed by the broker
     * @throws io.carrotmq.stomp.StompProtocolException if there is a subscription of that id
     * @throws io.carrotmq.stomp.StompTimeoutException if there is no connection or no receipt in time
     * @throws io.carrotmq.stomp.StompConnectionException if the connection ended before the receipt came, as it does when the
     *     broker refuses; the client is not subscribed then
     */
    public StompSubscription subscribe(String destination, SubscriptionOptions options, MessageHandler handler) {
        AsyncMessageHandler waiting = message -> {
            handler.handle(message);
            return null;
        };
        return subscribe(destination, options, core.dispatch(options, waiting));
    }

    /**
     * Subscribes without a handler: messages are kept until somebody {@linkplain #receive receives} and {@linkplain #ack
     * acknowledges} them.
     *
     * @param destination what to subscribe to
     * @param options how; what they say of handlers means nothing
     * @return the subscription, confirmed by the broker
     * @throws io.carrotmq.stomp.StompException as with a handler
     */
    public StompSubscription subscribe(String destination, SubscriptionOptions options) {
        return subscribe(destination, options, new Inbox());
    }

    private StompSubscription subscribe(String destination, SubscriptionOptions options, Intake intake) {
        Link link = Waiting.await(core.available("SUBSCRIBE to " + destination));
        return Waiting.await(core.subscriptions().subscribe(link, destination, options, intake));
    }

    /**
     * Waits for a message, also while the client reconnects.
     *
     * @param subscription a subscription without a handler
     * @param bound how long; zero means not at all
     * @return the message, to be acknowledged unless the ack mode is {@code auto}; null if none has come in time
     * @throws io.carrotmq.stomp.StompConnectionException if the subscription, or the client, has ended
     * @throws io.carrotmq.stomp.StompProtocolException if the subscription has a handler
     */
    public StompMessage receive(StompSubscription subscription, Duration bound) {
        if (subscription.intake() instanceof Inbox inbox) {
            return inbox.receive(bound);
        }
        throw ClientMessages.hasHandler(subscription);
    }

    /**
     * Waits for the handlers of a subscription, with their acknowledgements, and ends it; while this goes on no further
     * handler begins. What the broker has sent ahead and no handler has begun with stays unacknowledged: ActiveMQ and Artemis
     * give it to others at once, RabbitMQ when this connection ends, which it does at once if messages are on their way. In
     * the ack mode {@code auto}, in which nothing is given again, what has come is handled first, and what comes then is lost.
     * Does nothing if it has ended.
     *
     * @param subscription the subscription
     * @throws io.carrotmq.stomp.StompTimeoutException if handlers are still running after {@link
     *     ClientOptions#disconnectTimeout()}, or the receipt did not come; the subscription has ended all the same
     * @throws io.carrotmq.stomp.StompConnectionException if the connection ended before the receipt came; the same
     * @throws io.carrotmq.stomp.StompProtocolException if a handler of this client calls it
     */
    public void unsubscribe(StompSubscription subscription) {
        unsubscribe(subscription, Map.of());
    }

    /**
     * Ends a subscription with further headers, as brokers want them to forget durable ones.
     *
     * @param subscription the subscription
     * @param headers further headers of {@code UNSUBSCRIBE}
     * @throws io.carrotmq.stomp.StompException as without headers
     */
    public void unsubscribe(StompSubscription subscription, Map<String, String> headers) {
        refuseHandlers("unsubscribe");
        try {
            Waiting.await(core.subscriptions().quiet(subscription));
        } catch (StompException e) {
            core.subscriptions().forget(subscription, headers);
            throw e;
        }
        Waiting.await(core.subscriptions().forget(subscription, headers));
    }

    /**
     * Acknowledges a message; with the ack mode {@code client} all before it, too. Not confirmed by a receipt: if it does not
     * arrive, the message comes again.
     *
     * @param message the message
     * @return whether that was said to the broker; not if it was before, if there is nothing to say with the ack mode {@code
     *     auto}, or if the message's connection has ended, so that it comes again
     */
    public boolean ack(StompMessage message) {
        return message.lane().settle(message, true, Map.of(), null);
    }

    /**
     * Refuses a message. What that means is the broker's affair; see {@link FailureAction#NACK}.
     *
     * @param message the message
     * @return whether that was said to the broker, as for {@link #ack}
     * @throws io.carrotmq.stomp.StompProtocolException in STOMP 1.0, which has no {@code NACK}
     */
    public boolean nack(StompMessage message) {
        return nack(message, Map.of());
    }

    /**
     * Refuses a message with further headers, such as {@code requeue:false} on RabbitMQ.
     *
     * @param message the message
     * @param headers further headers of {@code NACK}
     * @return whether that was said to the broker, as for {@link #ack}
     * @throws io.carrotmq.stomp.StompProtocolException in STOMP 1.0, which has no {@code NACK}
     */
    public boolean nack(StompMessage message, Map<String, String> headers) {
        return message.lane().settle(message, false, headers, null);
    }

    /**
     * Begins a transaction.
     *
     * @return a transaction, confirmed by the broker, to be committed or aborted
     * @throws io.carrotmq.stomp.StompTimeoutException if there is no connection or no receipt in time
     * @throws io.carrotmq.stomp.StompConnectionException if the connection ended before the receipt came
     */
    public StompTransaction begin() {
        Link link = Waiting.await(core.available("BEGIN"));
        return new StompTransaction(Waiting.await(OpenTransaction.begin(link, core.nextTransaction())));
    }

    /**
     * Does something in a transaction: commits when it is done, or aborts if it throws, and throws that on.
     *
     * @param work what to do
     * @param <X> what it may throw
     * @throws X what it throws
     * @throws io.carrotmq.stomp.StompException as {@link #begin} and {@link StompTransaction#commit}
     */
    public <X extends Exception> void transaction(TransactionWork<X> work) throws X {
        try (StompTransaction transaction = begin()) {
            work.run(transaction);
            transaction.commit();
        }
    }

    /**
     * Disconnects, within {@link ClientOptions#disconnectTimeout()}.
     *
     * @throws io.carrotmq.stomp.StompException as with a bound
     */
    public void disconnect() {
        disconnect(core.options().disconnectTimeout());
    }

    /**
     * Waits for the handlers under way, with their acknowledgements, and for the receipts of sends, says {@code DISCONNECT},
     * waits for its receipt, and closes the connection. No further handler begins; what the broker has sent ahead goes back to
     * it, or, in the ack mode {@code auto}, is handled first. All subscriptions are forgotten, however it ends. Ends attempts to connect. Does nothing if the client is not
     * connected.
     *
     * @param bound how long all of this may take; then {@code DISCONNECT} is said all the same, and its receipt awaited for a
     *     second at most, so that acknowledgements given until then arrive; messages whose handlers are still running are not
     *     acknowledged and come again
     * @throws io.carrotmq.stomp.StompTimeoutException if handlers or sends were still under way then
     * @throws io.carrotmq.stomp.StompConnectionException if the broker did not confirm {@code DISCONNECT}
     * @throws io.carrotmq.stomp.StompProtocolException if a handler of this client calls it
     */
    public void disconnect(Duration bound) {
        refuseHandlers("disconnect");
        Waiting.await(core.disconnect(bound, null));
    }

    private void refuseHandlers(String what) {
        if (Dispatch.isHandling(core)) {
            throw ClientMessages.waitsForItself(what);
        }
    }

    /** {@link #disconnect()}. */
    @Override
    public void close() {
        disconnect();
    }
}
