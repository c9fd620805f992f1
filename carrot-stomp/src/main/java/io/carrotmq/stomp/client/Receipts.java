package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.frame.StompFrame;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The receipts a connection awaits. Safe for use by any number of threads. */
final class Receipts {
    private static final String HEADER = "receipt-id";

    private final String name;
    private final Ending ending;
    private final AtomicLong last = new AtomicLong();
    private final Map<String, CompletableFuture<StompFrame>> awaited = new ConcurrentHashMap<>();

    Receipts(String name, Ending ending) {
        this.name = name;
        this.ending = ending;
    }

    String next() {
        return "r-" + last.incrementAndGet();
    }

    CompletableFuture<StompFrame> await(String receipt) {
        CompletableFuture<StompFrame> future = new CompletableFuture<>();
        if (awaited.putIfAbsent(receipt, future) != null) {
            throw Messages.receiptAwaited(name, receipt);
        }
        future.whenComplete((frame, failure) -> awaited.remove(receipt, future)); // also if its owner has given up
        if (ending.isEnded()) { // it may have ended before the receipt was among those that fail then
            future.completeExceptionally(ending.exception());
        }
        return future;
    }

    /** {@return whether it was awaited; otherwise its sender has given up, or wants no future} */
    boolean complete(String receipt, StompFrame frame) {
        CompletableFuture<StompFrame> future = awaited.get(receipt);
        if (future != null) {
            future.complete(frame);
        }
        return future != null;
    }

    /** Fails all, after the end. That one the broker names in its ERROR fails with that. */
    void fail() {
        if (ending.cause() instanceof StompErrorException error && error.frame().header(HEADER) != null) {
            CompletableFuture<StompFrame> refused = awaited.get(error.frame().header(HEADER));
            if (refused != null) {
                refused.completeExceptionally(error);
            }
        }
        StompConnectionException lost = ending.exception(); // one for all: there may be thousands
        awaited.values().forEach(future -> future.completeExceptionally(lost));
    }
}
