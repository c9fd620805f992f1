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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
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

    ThrownAway(Door door, ChannelLink link) {
        this.door = door;
        this.link = link;
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
            visit.error.get(BOUND.toNanos(), TimeUnit.NANOSECONDS);
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
        void run(StompConnection connection, Visit visit)
                throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** {@return the broker's ERROR, or null} */
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
            task.run(connection, visit);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the thread was interrupted while it waited for an answer", e);
        } catch (TimeoutException e) {
            throw new TransportException(Messages.silent(BOUND));
        } catch (ExecutionException | StompException e) {
            StompFrame error = visit.error();
            if (error != null) {
                return error;
            }
            throw failed("a connection was lost: " + e.getMessage(), e);
        } finally {
            connection.kill();
        }
    }

    private static TransportException failed(String why, Exception cause) {
        return new TransportException(new Closure(false, false, 0, why, cause));
    }

    /** What comes on it. */
    private static final class Visit implements ConnectionHandler {
        /** In the place of a message once the connection has ended. */
        private static final StompFrame NOTHING = StompFrame.builder("MESSAGE").build();

        private final BlockingQueue<StompFrame> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<StompFrame> error = new CompletableFuture<>();

        @Override
        public void message(StompFrame message) {
            messages.add(message);
        }

        @Override
        public void closed(StompException cause) {
            error.complete(cause instanceof StompErrorException refused ? refused.frame() : null);
            messages.add(NOTHING);
        }

        void answer(StompConnection connection, StompFrame... frames)
                throws InterruptedException, ExecutionException, TimeoutException {
            String id = connection.nextReceipt();
            CompletableFuture<StompFrame> receipt = connection.receipt(id);
            for (int i = 0; i < frames.length - 1; i++) {
                connection.buffer(frames[i]);
            }
            connection.send(
                    frames[frames.length - 1].toBuilder().header("receipt", id).build());
            receipt.get(BOUND.toNanos(), TimeUnit.NANOSECONDS);
        }

        StompFrame next(Duration quiet) throws InterruptedException {
            StompFrame next = messages.poll(quiet.toNanos(), TimeUnit.NANOSECONDS);
            return next == NOTHING ? null : next;
        }

        StompFrame error() {
            try {
                return error.get(BOUND.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } catch (ExecutionException | TimeoutException e) {
                return null;
            }
        }
    }
}
