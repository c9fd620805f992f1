package io.carrotmq.engine;

import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which exchanges a connection's broker was seen to have. A broker closes the channel over a message to one it does not
 * have, and everybody else on that channel loses messages with it; so each is asked for once, on a channel of its own.
 */
final class KnownExchanges {
    /** AMQP 0-9-1, reply codes: there is no such exchange. */
    static final int NOT_FOUND = 404;

    private static final CompletableFuture<Closure> THERE = CompletableFuture.completedFuture(null);

    private final ConcurrentMap<String, CompletableFuture<Closure>> answers = new ConcurrentHashMap<>();

    /** {@return whether it need not be asked for} */
    boolean has(String exchange) {
        return exchange.isEmpty() || answers.get(exchange) == THERE;
    }

    /**
     * Asks the broker, or waits for the answer another thread asked for.
     *
     * @return null if there is such an exchange, otherwise how the question ended
     */
    Closure ask(String exchange, TransportConnection broker, EngineThreads threads, Duration bound)
            throws InterruptedException, TimeoutException {
        CompletableFuture<Closure> question = new CompletableFuture<>();
        CompletableFuture<Closure> answer = answers.putIfAbsent(exchange, question);
        if (answer == null) {
            answer = question;
            threads.execute(() -> ask(exchange, broker, question));
        }
        try {
            return answer.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question to the broker failed", e.getCause());
        }
    }

    private void ask(String exchange, TransportConnection broker, CompletableFuture<Closure> question) {
        TransportChannel channel = null;
        try {
            channel = broker.openChannel(closure -> {
                // reported by the operation that failed
            });
            channel.verifyExchange(exchange);
            answers.replace(exchange, question, THERE);
            question.complete(null);
        } catch (TransportException e) {
            answers.remove(exchange, question);
            question.complete(e.closure());
        } catch (RuntimeException e) {
            answers.remove(exchange, question);
            question.completeExceptionally(e);
        } finally {
            if (channel != null) {
                channel.close();
            }
        }
    }

    /** Forgets everything: one of them is gone. */
    void forget() {
        answers.clear();
    }
}
