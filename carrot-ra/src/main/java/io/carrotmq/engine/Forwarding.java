package io.carrotmq.engine;

import io.carrotmq.ConfirmLostException;
import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishBlockedException;
import io.carrotmq.Receipt;
import io.carrotmq.TopologyException;
import io.carrotmq.UnroutableException;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Publishes messages that have failed to where they wait or are kept, confirmed, on a channel of its own: one after the
 * other and without waiting for the confirms, on a worker. The channel is opened for the first, and closed when there has
 * been none for a while. Safe for use by any number of threads; nobody who hands a message in waits for the network.
 */
final class Forwarding implements AutoCloseable {
    /** How long one may wait for its confirm, and with it whoever closes its consumer. */
    static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final PublishLimits LIMITS = new PublishLimits(CONFIRM_TIMEOUT, 1_000, true);

    /**
     * A message on its way.
     *
     * @param needed what must be there first
     * @param required whether it is of no use to publish it if that cannot be declared
     * @param wanted whether it is to be published still
     * @param outcome told, on a worker or a callback thread, what has failed, or null once it is confirmed
     * @param again whether it is sent once more if its queue or the channel turns out to be gone, or its confirm is lost
     */
    private record Move(
            Topology needed,
            boolean required,
            OutgoingMessage message,
            BooleanSupplier wanted,
            Consumer<RuntimeException> outcome,
            boolean again) {
        Move forTheLastTime() {
            return new Move(needed, required, message, wanted, outcome, false);
        }
    }

    private final SharedConnection connection;
    private final Queue<Move> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final Object lock = new Object();
    private PublishChannel channel;
    private long uses;
    private int underway;
    private boolean closed;

    Forwarding(SharedConnection publishing) {
        this.connection = publishing;
    }

    /** {@return the connection it publishes on} */
    SharedConnection connection() {
        return connection;
    }

    /**
     * Publishes a message when its turn comes.
     *
     * @param needed what is declared first, unless that was done on this connection
     * @param required whether it is not published if that cannot be declared; otherwise what is there is tried
     * @param wanted asked right before it is published: one that its broker delivers again meanwhile would be there twice
     * @param outcome told, on a worker or a callback thread, what has failed, or null once it is confirmed
     */
    void forward(
            Topology needed,
            OutgoingMessage message,
            boolean required,
            BooleanSupplier wanted,
            Consumer<RuntimeException> outcome) {
        hand(new Move(needed, required, message, wanted, outcome, true));
    }

    private void hand(Move move) {
        waiting.add(move);
        handOn();
    }

    private void handOn() {
        if (sending.compareAndSet(false, true)) {
            try {
                connection.threads().execute(this::sendAll);
            } catch (Error e) { // a Java that can make no more threads may do so later
                LOG.log(System.Logger.Level.ERROR, Messages.taskFailed(), e);
                sending.set(false);
                connection.threads().soon(this::handOn, AGAIN);
            }
        }
    }

    private void sendAll() {
        try {
            for (Move move = waiting.poll(); move != null; move = waiting.poll()) {
                send(move);
            }
        } finally {
            sending.set(false);
            if (!waiting.isEmpty()) {
                handOn();
            }
        }
    }

    private void send(Move move) {
        try {
            requireWanted(move);
            declare(move);
            publish(move);
        } catch (ConnectException e) {
            end(move, e);
            tellWaiting(e);
        } catch (RuntimeException | Error e) { // or it would be held for ever
            tell(move, e);
        }
    }

    private static void requireWanted(Move move) {
        if (!move.wanted.getAsBoolean()) {
            throw RedeliveryMessages.comesAgain();
        }
    }

    /** None of those that wait is kept waiting for the broker as long as the one before it, and the one before that. */
    private void tellWaiting(RuntimeException why) {
        for (int left = waiting.size(); left > 0; left--) {
            Move move = waiting.poll();
            if (move == null) {
                return;
            }
            end(move, why);
        }
    }

    /** Somebody may have made the queue otherwise, or forbidden to make one. */
    private void declare(Move move) {
        try {
            new TopologyDeclarer(connection).apply(move.needed);
        } catch (TopologyException e) {
            if (move.required) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "whether the queue is there shows with the message", e);
        }
    }

    private void publish(Move move) {
        begin();
        PublishChannel open;
        CompletionStage<Receipt> sent;
        try {
            open = open();
            requireWanted(move);
            sent = publish(move.message, open);
        } catch (RuntimeException | Error e) {
            ended();
            throw e;
        }
        sent.whenComplete((receipt, failure) -> {
            if (cause(failure) instanceof ConfirmLostException) {
                drop(open);
            }
            ended();
            tell(move, failure);
        });
    }

    /** One that has ended just now is no reason to give up. */
    private static CompletionStage<Receipt> publish(OutgoingMessage message, PublishChannel open) {
        try {
            return open.publishAsync(message);
        } catch (ConnectException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private PublishChannel open() {
        PublishChannel open;
        synchronized (lock) {
            open = channel;
        }
        if (open == null || !open.isOpen()) {
            open = new PublishChannel(connection, LIMITS, connection.threads(), closure -> {
                // each message that waits for its confirm is told
            });
        }
        synchronized (lock) {
            if (closed) {
                open.close();
                throw Messages.engineClosed(connection.name());
            }
            channel = open;
        }
        return open;
    }

    /** First, so that the channel is not closed meanwhile for being idle. */
    private void begin() {
        synchronized (lock) {
            uses++;
            underway++;
        }
    }

    /** A channel that owes confirms may never confirm anything again. */
    private void drop(PublishChannel silent) {
        synchronized (lock) {
            if (channel == silent) {
                channel = null;
            }
        }
        silent.close();
    }

    private void ended() {
        synchronized (lock) {
            underway--;
            if (underway == 0) {
                long seen = uses;
                connection.threads().schedule(() -> closeIfIdle(seen), IDLE);
            }
        }
    }

    private void closeIfIdle(long seen) {
        PublishChannel idle = null;
        synchronized (lock) {
            if (uses == seen) {
                idle = channel;
                channel = null;
            }
        }
        if (idle != null) {
            idle.close();
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void tell(Move move, Throwable failure) {
        Throwable why = cause(failure);
        if (why instanceof UnroutableException) {
            move.needed.queues().forEach(queue -> connection.topologies().forget(queue.name()));
        }
        boolean helps = why instanceof ConfirmLostException
                || why instanceof ConnectException
                || why instanceof UnroutableException && !move.needed.isEmpty();
        if (move.again && helps) {
            hand(move.forTheLastTime());
            return;
        }
        end(move, why);
        if (why instanceof PublishBlockedException) {
            tellWaiting((RuntimeException) why);
        }
    }

    private static void end(Move move, Throwable why) {
        try {
            move.outcome.accept(
                    why == null || why instanceof RuntimeException
                            ? (RuntimeException) why
                            : new CompletionException(why));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, Messages.taskFailed(), e);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }
}
