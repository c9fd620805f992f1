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
import java.util.function.BiConsumer;

/**
 * Which exchanges, or queues, a connection's broker was seen to have. A broker closes the channel over a message to an exchange
 * it does not have, and everybody else on that channel loses messages with it; and there are brokers that drop a message to a
 * queue they do not have. So each is asked for, on a channel of its own, once or once in a while.
 */
final class KnownNames {
    /** AMQP 0-9-1, reply codes: there is nothing of that name. */
    static final int NOT_FOUND = 404;

    /** The time in which messages to a queue that somebody deletes meanwhile are lost. */
    private static final Duration QUEUES_LAST = Duration.ofSeconds(30);

    private static final CompletableFuture<Closure> THERE = CompletableFuture.completedFuture(null);

    private final BiConsumer<TransportChannel, String> look;
    private final long lasts;
    private final ConcurrentMap<String, CompletableFuture<Closure>> answers = new ConcurrentHashMap<>();
    private volatile long since = System.nanoTime();

    private KnownNames(BiConsumer<TransportChannel, String> look, Duration lasts) {
        this.look = look;
        this.lasts = lasts.toNanos();
    }

    /** {@return those of exchanges; whoever finds that one is gone has it {@linkplain #forget forget}} */
    static KnownNames ofExchanges() {
        return new KnownNames(TransportChannel::verifyExchange, Duration.ofNanos(Long.MAX_VALUE));
    }

    /** {@return those of queues, whose end nobody tells; they are asked for again after a while} */
    static KnownNames ofQueues() {
        return new KnownNames(TransportChannel::verifyQueue, QUEUES_LAST);
    }

    /** {@return whether it need not be asked for} */
    boolean has(String name) {
        if (System.nanoTime() - since > lasts) {
            since = System.nanoTime();
            answers.values().removeIf(answer -> answer == THERE);
        }
        return answers.get(name) == THERE;
    }

    /**
     * Asks the broker, or waits for the answer another thread asked for.
     *
     * @return null if it is there, otherwise how the question ended
     */
    Closure ask(String name, TransportConnection broker, EngineThreads threads, Duration bound)
            throws InterruptedException, TimeoutException {
        CompletableFuture<Closure> question = new CompletableFuture<>();
        CompletableFuture<Closure> answer = answers.putIfAbsent(name, question);
        if (answer == null) {
            answer = question;
            threads.execute(() -> ask(name, broker, question));
        }
        try {
            return answer.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question to the broker failed", e.getCause());
        }
    }

    private void ask(String name, TransportConnection broker, CompletableFuture<Closure> question) {
        TransportChannel channel = null;
        try {
            channel = broker.openChannel(closure -> {
                // reported by the operation that failed
            });
            look.accept(channel, name);
            answers.replace(name, question, THERE);
            question.complete(null);
        } catch (TransportException e) {
            answers.remove(name, question);
            question.complete(e.closure());
        } catch (RuntimeException e) {
            answers.remove(name, question);
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
