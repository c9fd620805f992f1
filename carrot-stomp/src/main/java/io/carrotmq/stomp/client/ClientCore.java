package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.failover.Failover;
import io.carrotmq.stomp.failover.FailoverSequence;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What both clients are views of: knows whether there is a connection, and has another one made when it is lost. None of its
 * methods waits, and none but those of a {@link Link} writes; what they return completes in bounded time.
 */
final class ClientCore {
    /** A connection that lasts shorter than this was no success: pauses between attempts go on growing. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** What a client can be in. */
    enum State {
        DISCONNECTED,
        CONNECTING,
        CONNECTED,
        RECONNECTING,
        DISCONNECTING
    }

    private final ClientOptions options;
    private final ClientExecutor executor;
    private final Executor outbox;
    private final Deadlines deadlines;
    private final Events events;
    private final SendWindow window;
    private final Subscriptions subscriptions = new Subscriptions(this);
    private final Settlement settlement = new Settlement(this);
    private final AtomicLong transactions = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.DISCONNECTED;
    /** The connection; null unless connected, or disconnecting from one. */
    private Link link;
    /** Completes with the connection that is there or being made; exceptionally if there will be none. */
    private CompletableFuture<Link> next = CompletableFuture.failedFuture(ClientMessages.notConnected(null));

    private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
    private Connector connector;
    private Goodbye goodbye;
    private Failover failover;
    /** That of the last reconnection; null if there was none yet. */
    private FailoverSequence attempts;

    ClientCore(ClientOptions options) {
        this.options = options;
        executor = new ClientExecutor(options.connection().threads(), options.executor());
        outbox = new SerialExecutor(executor);
        deadlines = new Deadlines(executor.timer());
        events = new Events(options.listener(), executor);
        window = new SendWindow(options.sendWindow(), options.waitTimeout(), deadlines);
    }

    ClientOptions options() {
        return options;
    }

    ClientExecutor executor() {
        return executor;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Events events() {
        return events;
    }

    /** {@return runs what the asynchronous client writes, in its order} */
    Executor outbox() {
        return outbox;
    }

    Intake dispatch(SubscriptionOptions how, AsyncMessageHandler handler) {
        return new Dispatch(this, handler, how.concurrency() == 0 ? options.handlerConcurrency() : how.concurrency());
    }

    SendWindow window() {
        return window;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Settlement settlement() {
        return settlement;
    }

    String nextTransaction() {
        return "t-" + transactions.incrementAndGet();
    }

    /** {@return what the broker connected to said; null if there is none} */
    Connected connected() {
        lock.lock();
        try {
            return state == State.CONNECTED ? link.connected() : null;
        } finally {
            lock.unlock();
        }
    }

    /** {@return completes when the client is not connected any more and makes no attempts} */
    CompletableFuture<Void> ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Begins to connect. */
    CompletableFuture<Connected> connect() {
        CompletableFuture<Link> first;
        Connector begun;
        lock.lock();
        try {
            if (state != State.DISCONNECTED) {
                return CompletableFuture.failedFuture(
                        ClientMessages.alreadyConnected(state.name().toLowerCase(java.util.Locale.ROOT)));
            }
            state = State.CONNECTING;
            next = new CompletableFuture<>();
            ended = new CompletableFuture<>();
            first = next;
            goodbye = null;
            failover = new Failover(options.uri());
            attempts = null;
            connector = new Connector(this, failover.attempts(), true);
            begun = connector;
            window.open();
        } finally {
            lock.unlock();
        }
        start(begun);
        return first.thenApply(Link::connected);
    }

    private void start(Connector begun) {
        try {
            executor.start(begun);
        } catch (RuntimeException | OutOfMemoryError e) { // no thread to be had
            gaveUp(begun, ClientMessages.defect(e));
        }
    }

    /** {@return completes with the connection when there is one, in bounded time} */
    CompletableFuture<Link> available(String what) {
        CompletableFuture<Link> coming;
        lock.lock();
        try {
            if (link != null && link.isOpen()) {
                return CompletableFuture.completedFuture(link);
            }
            if (state == State.CONNECTED && next.isDone()) {
                next = new CompletableFuture<>(); // it has ended, which is told next
            }
            coming = state == State.DISCONNECTING
                    ? CompletableFuture.failedFuture(ClientMessages.notConnected(null))
                    : next;
        } finally {
            lock.unlock();
        }
        Duration bound = options.waitTimeout();
        return deadlines.bound(
                coming.thenApply(Function.identity()),
                bound,
                () -> ClientMessages.noPlace(what, bound, "no connection"));
    }

    /** A connection was made, and its subscriptions are back. False if it is of no use. */
    boolean adopt(Connector by, Link made) {
        CompletableFuture<Link> awaited;
        lock.lock();
        try {
            if (connector != by || !made.isOpen()) {
                return false;
            }
            connector = null;
            state = State.CONNECTED;
            link = made;
            window.link(made);
            awaited = next;
            events.connected(made.broker(), made.connected());
        } finally {
            lock.unlock();
        }
        awaited.complete(made);
        window.grant();
        if (made.hasEnded()) {
            lost(made, made.cause()); // it ended before it was ours, so that nobody took notice
        }
        return true;
    }

    /** A connection has ended. */
    void lost(Link of, StompException cause) {
        Connector begun = null;
        lock.lock();
        try {
            if (link != of) {
                return; // one that is being made, or an old one
            }
            if (state == State.CONNECTED) {
                begun = reconnect(of);
                events.lost(of.broker(), cause);
            }
        } finally {
            lock.unlock();
        }
        if (begun == null) {
            window.close(cause); // nothing that waits there can be sent any more; whoever disconnects sees to the rest
        } else {
            subscriptions.lost();
            start(begun);
        }
    }

    private Connector reconnect(Link of) {
        link = null;
        window.link(null);
        state = State.RECONNECTING;
        if (next.isDone()) {
            next = new CompletableFuture<>();
        }
        if (attempts == null || of.age().compareTo(STABLE) > 0) {
            attempts = failover.attempts();
        }
        connector = new Connector(this, attempts, false);
        return connector;
    }

    /** Connecting was given up. */
    void gaveUp(Connector by, StompException cause) {
        CompletableFuture<Link> awaited;
        CompletableFuture<Void> end;
        lock.lock();
        try {
            if (connector != by) {
                return;
            }
            connector = null;
            events.ended(cause, state == State.CONNECTING);
            state = State.DISCONNECTING;
            end = ended;
        } finally {
            lock.unlock();
        }
        window.close(cause);
        subscriptions.stop(cause);
        lock.lock();
        try {
            state = State.DISCONNECTED;
            awaited = next;
            next = CompletableFuture.failedFuture(ClientMessages.notConnected(cause));
        } finally {
            lock.unlock();
        }
        awaited.completeExceptionally(cause);
        end.completeExceptionally(cause);
    }

    boolean isDisconnecting() {
        lock.lock();
        try {
            return state == State.DISCONNECTING;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the client because a handler has failed. */
    void end(StompException reason) {
        disconnect(options.disconnectTimeout(), reason);
    }

    /**
     * Disconnects.
     *
     * @param bound how long that may wait for what is under way
     * @param reason null if that is asked for; then subscriptions are forgotten
     */
    CompletableFuture<Void> disconnect(Duration bound, StompException reason) {
        CompletableFuture<Link> awaited;
        Goodbye farewell;
        lock.lock();
        try {
            if (state == State.DISCONNECTED) {
                if (reason == null) {
                    subscriptions.stop(null);
                    subscriptions.clear();
                }
                return CompletableFuture.completedFuture(null);
            }
            if (state == State.DISCONNECTING) {
                return goodbye == null ? ended.handle((nothing, failure) -> null) : goodbye.said();
            }
            state = State.DISCONNECTING;
            if (connector != null) {
                connector.cancel();
                connector = null;
            }
            awaited = next;
            farewell = new Goodbye(this, link, bound, reason);
            goodbye = farewell;
        } finally {
            lock.unlock();
        }
        awaited.completeExceptionally(ClientMessages.notConnected(reason));
        try {
            executor.start(farewell);
        } catch (RuntimeException
                | OutOfMemoryError e) { // no thread to be had: on this one, which takes bounded time, too
            farewell.run();
        }
        return farewell.said();
    }

    /** Disconnecting has come to its end. */
    void disconnected(StompException outcome, boolean thrown) {
        CompletableFuture<Void> end;
        lock.lock();
        try {
            state = State.DISCONNECTED;
            link = null;
            next = CompletableFuture.failedFuture(ClientMessages.notConnected(outcome));
            end = ended;
            events.ended(outcome, thrown);
        } finally {
            lock.unlock();
        }
        if (outcome == null) {
            end.complete(null);
        } else {
            end.completeExceptionally(outcome);
        }
    }
}
