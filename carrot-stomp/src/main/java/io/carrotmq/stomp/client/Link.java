package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** One of the connections a client has in its life. What belongs to it, messages and transactions, ends with it. */
final class Link implements ConnectionHandler {
    private final ClientCore core;
    private final BrokerAddress broker;
    private final long since = System.nanoTime();
    private volatile StompConnection connection;
    private volatile boolean ended;
    private volatile StompException cause;

    private Link(ClientCore core, BrokerAddress broker) {
        this.core = core;
        this.broker = broker;
    }

    /**
     * Connects.
     *
     * @param core the client
     * @param broker where to
     * @param options how
     * @return a link, whose subscriptions are not there yet
     */
    static Link open(ClientCore core, BrokerAddress broker, ConnectionOptions options) {
        Link link = new Link(core, broker);
        link.connection = StompConnection.connect(broker.host(), broker.port(), options, link);
        return link;
    }

    BrokerAddress broker() {
        return broker;
    }

    Connected connected() {
        return connection.connected();
    }

    StompVersion version() {
        return connected().version();
    }

    /** {@return where to go on after a receipt, which comes on the thread that reads} */
    Executor executor() {
        return core.executor();
    }

    Product product() {
        return Product.of(connected().server());
    }

    boolean isOpen() {
        return !ended && connection.isOpen();
    }

    /** {@return whether its end was told} */
    boolean hasEnded() {
        return ended;
    }

    /** {@return why it has ended; null if it has not, or was asked to} */
    StompException cause() {
        return cause;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    void kill() {
        connection.kill();
    }

    boolean disconnect(Duration bound) {
        return connection.disconnect(bound);
    }

    @Override
    public void message(StompFrame frame) {
        core.subscriptions().received(this, frame);
    }

    @Override
    public void closed(StompException reason) {
        cause = reason;
        ended = true;
        core.lost(this, reason);
    }

    /** Sends a frame that asks for no receipt. */
    void send(StompFrame frame) {
        connection.send(frame);
    }

    /** Sends a frame with the next ones. */
    void buffer(StompFrame frame) {
        connection.buffer(frame);
    }

    /**
     * Sends a frame and has its receipt awaited.
     *
     * @param what what it asks for, for exceptions
     * @param maker makes the frame with a receipt
     * @return completes when the receipt comes, or exceptionally: with the broker's error if that names the receipt, or because
     *     the receipt did not come in time, or because the connection ended
     */
    CompletableFuture<Void> request(String what, Function<String, StompFrame> maker) {
        return request(what, maker, () -> {});
    }

    private CompletableFuture<Void> request(String what, Function<String, StompFrame> maker, Runnable confirmed) {
        CompletableFuture<StompFrame> receipt = new CompletableFuture<>();
        try {
            String id = connection.nextReceipt();
            StompFrame frame = maker.apply(id);
            receipt = connection.receipt(id);
            receipt.thenRun(confirmed); // before the frame is sent, so that it is done before anything that comes later
            connection.send(frame);
        } catch (StompException e) {
            if (!receipt.cancel(false) && !receipt.isCompletedExceptionally()) {
                return CompletableFuture.completedFuture(null); // the receipt came, and then the connection ended
            }
            return CompletableFuture.failedFuture(failure(what, e));
        }
        CompletableFuture<StompFrame> awaited = receipt;
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Duration bound = core.options().receiptTimeout();
        core.deadlines().bound(outcome, bound, () -> ClientMessages.noReceipt(what, bound));
        outcome.whenComplete((nothing, failure) -> awaited.cancel(false)); // nobody awaits it any more
        awaited.whenComplete((frame, failure) -> {
            if (failure == null) {
                outcome.complete(null);
            } else {
                outcome.completeExceptionally(failure(what, failure));
            }
        });
        return outcome;
    }

    private static Throwable failure(String what, Throwable thrown) {
        return thrown instanceof StompConnectionException || !(thrown instanceof StompException)
                ? ClientMessages.lostBeforeReceipt(what, thrown)
                : thrown;
    }

    /** Sends a message and has its receipt awaited. */
    CompletableFuture<Void> send(String destination, byte[] body, Map<String, String> headers) {
        return request(
                "SEND to " + destination, receipt -> StompCommands.send(destination, body, headers, null, receipt));
    }

    /** Sends a message unconfirmed. */
    void tell(String destination, byte[] body, Map<String, String> headers) {
        connection.send(StompCommands.send(destination, body, headers, null, null));
    }

    /** Subscribes on this connection, at first or again. */
    CompletableFuture<Void> subscribe(StompSubscription subscription) {
        boolean implied = product().subscribesItself(subscription.destination());
        subscription.lane(
                new Lane(this, implied ? AckMode.AUTO : subscription.options().ackMode()));
        subscription.intake().start();
        if (subscription.isStopped()) {
            subscription.intake().stop(null); // which was asked for meanwhile
        }
        if (implied) {
            subscription.confirm();
            return CompletableFuture.completedFuture(null);
        }
        return request(
                "SUBSCRIBE to " + subscription.destination(),
                receipt -> StompCommands.subscribe(
                        subscription.destination(),
                        subscription.id(),
                        subscription.options().ackMode(),
                        subscription.options().subscribeHeaders(product()),
                        receipt,
                        version()),
                subscription::confirm);
    }

    /** Unsubscribes, if that subscription is one of this connection. */
    CompletableFuture<Void> unsubscribe(StompSubscription subscription, Map<String, String> headers) {
        Lane lane = subscription.lane();
        if (lane == null
                || lane.link() != this
                || !isOpen()
                || product().subscribesItself(subscription.destination())) {
            return CompletableFuture.completedFuture(null);
        }
        return request(
                "UNSUBSCRIBE from " + subscription.destination(),
                receipt -> StompCommands.unsubscribe(subscription.token(), headers, receipt, version()));
    }

    @Override
    public String toString() {
        return broker.toString();
    }
}
