package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.client.StompConnection;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** The way of a dialect to its broker: by a channel's connection, or by connections that are thrown away. */
final class ThrownAway implements Wire {
    private static final Duration BOUND = ChannelLink.ANSWER_BOUND;

    /** After it a queue that is emptied is taken for empty. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);

    private final Door door;
    private final ChannelLink link;
    private final Set<StompConnection> visiting = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    ThrownAway(Door door, ChannelLink link) {
        this.door = door;
        this.link = link;
    }

    /** Ends them all, and lets nobody make another: their channel has ended. */
    void end() {
        ended = true;
        visiting.forEach(StompConnection::kill);
    }

    @Override
    public void ask(StompFrame... frames) {
        link.ask(BOUND, frames);
    }

    @Override
    public StompFrame probe(StompFrame... frames) {
        link.requireOpen();
        return using((connection, visit) -> {
            visit.answer(connection, frames);
        });
    }

    /** Even if the channel has ended, because it may be why that is asked. */
    @Override
    public StompFrame provoke(StompFrame... frames) {
        return using((connection, visit) -> {
            for (StompFrame frame : frames) {
                connection.buffer(frame);
            }
            connection.flush();
            Uninterrupted.get(visit.error, BOUND);
            throw new ExecutionException("the connection has ended", null);
        });
    }

    @Override
    public boolean listen(StompFrame subscribe, Predicate<StompFrame> enough, Duration quiet) {
        link.requireOpen();
        boolean[] last = new boolean[1];
        StompFrame error = using((connection, visit) -> {
            connection.send(subscribe);
            StompFrame next = visit.next(quiet);
            while (next != null && !last[0]) {
                last[0] = enough.test(next);
                next = last[0] ? null : visit.next(quiet);
            }
            if (!last[0] && visit.error.isDone()) {
                throw new ExecutionException("the connection has ended", null);
            }
        });
        if (error != null) {
            throw link.refused(error);
        }
        return last[0];
    }

    /** Takes everything out of a queue until nothing has come for a while. {@return how many messages that were} */
    long drain(String source) {
        link.requireOpen();
        long[] removed = new long[1];
        StompFrame error = using((connection, visit) -> {
            visit.answer(
                    connection,
                    link.subscribing(StompCommands.subscribe(
                            source,
                            "drain",
                            AckMode.AUTO,
                            Map.of(),
                            null,
                            connection.connected().version())));
            long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
            while (visit.next(QUIET) != null && System.nanoTime() < deadline) {
                removed[0]++;
            }
        });
        if (error != null) {
            throw link.refused(error);
        }
        return removed[0];
    }

    /** What is done on a connection that is thrown away. */
    private interface Task {
        void run(StompConnection connection, Visit visit) throws ExecutionException, TimeoutException;
    }

    /** Also when the channel has ended, to learn why. {@return the broker's ERROR, or null} */
    private StompFrame using(Task task) {
        Visit visit = new Visit();
        StompConnection connection;
        try {
            connection = door.open(visit);
        } catch (StompException e) {
            throw new TransportException(
                    new Closure(false, false, 0, "a connection cannot be made: " + e.getMessage(), e));
        }
        try {
            visiting.add(connection);
            if (ended) {
                connection.kill();
            }
            task.run(connection, visit);
            return null;
        } catch (TimeoutException e) {
            throw new TransportException(Messages.silent(BOUND));
        } catch (ExecutionException | StompException e) {
            StompFrame error = visit.error();
            if (error != null) {
                return error;
            }
            throw failed("a connection was lost: " + e.getMessage(), e);
        } finally {
            visiting.remove(connection);
            connection.kill();
        }
    }

    private static TransportException failed(String why, Exception cause) {
        return new TransportException(new Closure(false, false, 0, why, cause));
    }

    /** What comes on it. */
    private static final class Visit implements ConnectionHandler {
        /** Behind the last message. */
        private static final StompFrame NO_MORE = StompFrame.HEART_BEAT;

        private final BlockingQueue<StompFrame> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<StompFrame> error = new CompletableFuture<>();

        @Override
        public void message(StompFrame message) {
            messages.add(message);
        }

        @Override
        public void closed(StompException cause) {
            error.complete(cause instanceof StompErrorException refused ? refused.frame() : null);
            messages.add(NO_MORE);
        }

        void answer(StompConnection connection, StompFrame... frames) throws ExecutionException, TimeoutException {
            String id = connection.nextReceipt();
            CompletableFuture<StompFrame> receipt = connection.receipt(id);
            for (int i = 0; i < frames.length - 1; i++) {
                connection.buffer(frames[i]);
            }
            connection.send(
                    frames[frames.length - 1].toBuilder().header("receipt", id).build());
            Uninterrupted.get(receipt, BOUND);
        }

        /** {@return the next message, or null if nothing comes in that time} */
        StompFrame next(Duration quiet) throws ExecutionException {
            StompFrame next = Uninterrupted.await(quiet, nanos -> messages.poll(nanos, TimeUnit.NANOSECONDS));
            if (next == NO_MORE) {
                throw new ExecutionException("the connection has ended", null);
            }
            return next;
        }

        StompFrame error() {
            try {
                return Uninterrupted.get(error, BOUND);
            } catch (ExecutionException | TimeoutException e) {
                return null;
            }
        }
    }
}
