package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.Connected;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A {@link StompClient} whose methods do not wait, neither for the broker nor for the network: they return stages, which
 * complete exceptionally with what that client would throw, always in bounded time, and on threads of the client's executor.
 * Made with {@link #of}; {@link #blocking} is the same client with methods that wait. What is said there of connections,
 * messages, threads and lifecycle holds here.
 *
 * <p>What one thread calls in order is sent in order, except that sends which wait for a place in the send window are
 * overtaken by what is no send.
 */
public final class AsyncStompClient {
    private final ClientCore core;

    AsyncStompClient(ClientCore core) {
        this.core = core;
    }

    /**
     * Makes a client.
     *
     * @param options where to connect to, and how
     * @return a client, not connected yet
     */
    public static AsyncStompClient of(ClientOptions options) {
        return new AsyncStompClient(new ClientCore(options));
    }

    /** {@return this client with methods that wait: the same connection, the same subscriptions} */
    public StompClient blocking() {
        return new StompClient(core);
    }

    /**
     * Connects.
     *
     * @return completes with what the broker said; see {@link StompClient#connect}
     */
    public CompletionStage<Connected> connect() {
        return handed(core.connect());
    }

    /** {@return what the broker said that the client is connected to; null if it is connected to none} */
    public Connected connected() {
        return core.connected();
    }

    /**
     * The end of the client, as it is connected now.
     *
     * @return completes when it has disconnected as it was asked to, at once if it is not connected; exceptionally if it ended
     *     otherwise; see {@link ClientListener#ended}
     */
    public CompletionStage<Void> ended() {
        return handed(core.ended());
    }

    /**
     * Sends a message. While the broker is slow to confirm, or there is no connection, it waits in a line as long as the send
     * window: heed the stages, for the send after that fails at once.
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers
     * @return completes when the broker has confirmed it by a receipt of its own; exceptionally as {@link StompClient#send}
     *     throws, and with {@code CARROT-0462} if the line is full
     */
    public CompletionStage<Void> send(String destination, byte[] body, Map<String, String> headers) {
        return handed(core.window()
                .enter("SEND to " + destination, true)
                .thenComposeAsync(
                        link -> link.send(destination, body, headers)
                                .whenComplete(
                                        (nothing, failure) -> core.window().leave()),
                        core.outbox()));
    }

    /**
     * Sends a message unconfirmed: it may be lost and nobody will know.
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers
     * @return completes when it is handed to the connection; exceptionally as {@link StompClient#tell} throws
     */
    public CompletionStage<Void> tell(String destination, byte[] body, Map<String, String> headers) {
        return handed(core.available("SEND to " + destination)
                .thenAcceptAsync(link -> link.tell(destination, body, headers), core.outbox()));
    }

    /**
     * Subscribes.
     *
     * @param destination what to subscribe to
     * @param options how
     * @param handler handles the messages; some may come before the stage completes
     * @return completes with the subscription, confirmed by the broker; exceptionally as {@link StompClient#subscribe} throws
     */
    public CompletionStage<StompSubscription> subscribe(
            String destination, SubscriptionOptions options, AsyncMessageHandler handler) {
        return handed(core.available("SUBSCRIBE to " + destination)
                .thenComposeAsync(
                        link -> core.subscriptions()
                                .subscribe(link, destination, options, core.dispatch(options, handler)),
                        core.outbox()));
    }

    /**
     * Waits for the handlers of a subscription, with their acknowledgements, and ends it.
     *
     * @param subscription the subscription
     * @param headers further headers of {@code UNSUBSCRIBE}, as brokers want them to forget durable ones
     * @return completes when the broker has confirmed it; exceptionally as {@link StompClient#unsubscribe} throws. A handler
     *     of that subscription must not wait for it
     */
    public CompletionStage<Void> unsubscribe(StompSubscription subscription, Map<String, String> headers) {
        return handed(core.subscriptions().unsubscribe(subscription, headers, core.outbox()));
    }

    /**
     * Acknowledges a message.
     *
     * @param message the message
     * @return completes with whether that was said to the broker; see {@link StompClient#ack}
     */
    public CompletionStage<Boolean> ack(StompMessage message) {
        return handed(CompletableFuture.supplyAsync(
                () -> message.lane().settle(message, true, Map.of(), null), core.outbox()));
    }

    /**
     * Refuses a message.
     *
     * @param message the message
     * @param headers further headers of {@code NACK}
     * @return completes with whether that was said to the broker; see {@link StompClient#nack}
     */
    public CompletionStage<Boolean> nack(StompMessage message, Map<String, String> headers) {
        return handed(CompletableFuture.supplyAsync(
                () -> message.lane().settle(message, false, headers, null), core.outbox()));
    }

    /**
     * Begins a transaction.
     *
     * @return completes with a transaction, confirmed by the broker, to be committed or aborted
     */
    public CompletionStage<AsyncStompTransaction> begin() {
        return handed(core.available("BEGIN")
                .thenComposeAsync(link -> OpenTransaction.begin(link, core.nextTransaction()), core.outbox())
                .thenApply(open -> new AsyncStompTransaction(this, open)));
    }

    /**
     * Does something in a transaction: commits when its stage has completed, or aborts if that completes exceptionally.
     *
     * @param work what to do; null as its stage means it is done
     * @param <T> the type of its result
     * @return completes with its result when the broker has confirmed the commit; exceptionally with what it failed with, or
     *     as {@link #begin} and {@link AsyncStompTransaction#commit}
     */
    public <T> CompletionStage<T> transaction(Function<AsyncStompTransaction, CompletionStage<T>> work) {
        return begin().thenCompose(transaction -> begun(work, transaction)
                .thenCompose(result -> transaction.commit().thenApply(nothing -> result))
                .handle((result, failure) -> failure == null
                        ? CompletableFuture.completedFuture(result)
                        : aborted(transaction, Waiting.cause(failure)).<T>thenCompose(CompletableFuture::failedFuture))
                .thenCompose(Function.identity()));
    }

    private static <T> CompletionStage<T> begun(
            Function<AsyncStompTransaction, CompletionStage<T>> work, AsyncStompTransaction transaction) {
        try {
            CompletionStage<T> stage = work.apply(transaction);
            return stage == null ? CompletableFuture.completedFuture(null) : stage;
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletionStage<Throwable> aborted(AsyncStompTransaction transaction, Throwable failure) {
        return transaction.isActive()
                ? transaction.abort().handle((nothing, more) -> {
                    if (more != null) {
                        failure.addSuppressed(Waiting.cause(more));
                    }
                    return failure;
                })
                : CompletableFuture.completedFuture(failure);
    }

    /**
     * Disconnects when the handlers under way are done, with their acknowledgements.
     *
     * @param bound how long that may take
     * @return completes when the broker has confirmed it; exceptionally as {@link StompClient#disconnect(Duration)} throws. A
     *     handler must not wait for it
     */
    public CompletionStage<Void> disconnect(Duration bound) {
        return handed(core.disconnect(bound, null));
    }

    /** Writes something in its turn. */
    CompletionStage<Void> written(Runnable command) {
        return handed(CompletableFuture.runAsync(command, core.outbox()));
    }

    /** Asks for something in its turn. */
    CompletionStage<Void> requested(Supplier<CompletableFuture<Void>> request) {
        return handed(
                CompletableFuture.completedFuture(null).thenComposeAsync(nothing -> request.get(), core.outbox()));
    }

    /** What depends on the stage must run neither on the thread that reads nor on the one that writes. */
    private <T> CompletionStage<T> handed(CompletableFuture<T> raw) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        raw.whenComplete((value, failure) -> core.executor().execute(() -> {
            if (failure == null) {
                stage.complete(value);
            } else {
                stage.completeExceptionally(Waiting.failure(failure));
            }
        }));
        return stage;
    }
}
