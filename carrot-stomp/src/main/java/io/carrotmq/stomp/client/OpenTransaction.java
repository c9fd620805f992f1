package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.StompCommands;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A transaction the broker has begun on one connection: what both kinds of transactions are views of. */
final class OpenTransaction {
    private final Link link;
    private final String id;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<StompMessage> settled = new CopyOnWriteArrayList<>();

    private OpenTransaction(Link link, String id) {
        this.link = link;
        this.id = id;
    }

    static CompletableFuture<OpenTransaction> begin(Link link, String id) {
        return link.request("BEGIN of transaction " + id, receipt -> StompCommands.begin(id, receipt))
                .thenApply(nothing -> new OpenTransaction(link, id));
    }

    String id() {
        return id;
    }

    /** {@return whether it can still be committed} */
    boolean isActive() {
        return !ended.get() && link.isOpen();
    }

    void send(String destination, byte[] body, Map<String, String> headers) {
        check();
        tell(() -> link.send(StompCommands.send(destination, body, headers, id, null)));
    }

    void settle(StompMessage message, boolean ack, Map<String, String> headers) {
        check();
        if (!link.product().acknowledgesInTransactions()) {
            throw ClientMessages.notOfTransaction(
                    message,
                    id,
                    "this broker, or its version of STOMP, acknowledges at once, whether the transaction is committed or not;"
                            + " acknowledge it after the commit");
        }
        boolean[] said = new boolean[1];
        if (message.lane().link() == link) {
            tell(() -> said[0] = message.lane().settle(message, ack, headers, id));
        }
        if (!said[0]) {
            check();
            throw ClientMessages.notOfTransaction(
                    message,
                    id,
                    "it is settled already, needs no acknowledgement, or came by another connection and comes"
                            + " again; abort the transaction");
        }
        settled.add(message);
    }

    private void tell(Runnable command) {
        try {
            command.run();
        } catch (StompConnectionException e) {
            throw ClientMessages.transactionLost(id, e);
        }
    }

    private void check() {
        if (ended.get()) {
            throw ClientMessages.transactionEnded(id);
        }
        if (!link.isOpen()) {
            throw ClientMessages.transactionLost(id, link.cause());
        }
    }

    CompletableFuture<Void> commit() {
        return end("COMMIT of transaction " + id, true);
    }

    CompletableFuture<Void> abort() {
        return end("ABORT of transaction " + id, false);
    }

    /** To be called once it is aborted, but not by the thread that reads: what was settled in it is not settled. */
    void unsettle() {
        settled.forEach(message -> message.lane().unsettle(message));
    }

    /** {@return where to go on after a receipt, which comes on the thread that reads} */
    Executor executor() {
        return link.executor();
    }

    private CompletableFuture<Void> end(String what, boolean commit) {
        try {
            check();
        } catch (StompException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (!ended.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(ClientMessages.transactionEnded(id));
        }
        if (commit) {
            return link.request(what, receipt -> StompCommands.commit(id, receipt));
        }
        return link.request(what, receipt -> StompCommands.abort(id, receipt));
    }
}
