package io.carrotmq.transport.stomp;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a channel publishes, with the receipts that confirm it: the frame of a publish asks for one with its number, so that
 * nothing is kept for it here. Publishes come from one thread at a time.
 */
final class Publications {
    private static final String CONFIRM = "p";
    private static final String TRANSACTED = "t";
    private static final String NOWHERE = "n";

    /** AMQP 0-9-1, reply codes: no queue took it. */
    private static final int NO_ROUTE = 312;

    private final ChannelLink link;
    private final Dialect dialect;
    private final ChannelListener listener;
    private final Wire wire;
    private final Map<String, OutgoingMessage> unroutable = new ConcurrentHashMap<>();
    private volatile long nextSequence; // 0 without confirms
    private volatile boolean transacted;
    private long transactions;
    private long unconfirmed;
    private volatile Transaction current;

    Publications(ChannelLink link, Dialect dialect, ChannelListener listener, Wire wire) {
        this.link = link;
        this.dialect = dialect;
        this.listener = listener;
        this.wire = wire;
    }

    void confirm() {
        nextSequence = 1;
    }

    void transact() {
        transacted = true;
    }

    long nextSequence() {
        return nextSequence;
    }

    void publish(OutgoingMessage message) {
        String destination = dialect.destination(message.exchange(), message.routingKey());
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.properties(message, headers);
        if (transacted) {
            Transaction transaction = transaction();
            send(message, destination, headers, transaction.id, transaction.id + '.' + transaction.sent);
            transaction.sent++;
        } else {
            String receipt = nextSequence == 0 ? null : CONFIRM + nextSequence;
            send(message, destination, headers, null, receipt);
            if (receipt != null) {
                nextSequence++;
            }
        }
    }

    /** What no queue would take does not go out; in its place goes what has the receipt at the same time. */
    private void send(
            OutgoingMessage message,
            String destination,
            Map<String, String> headers,
            String transaction,
            String receipt) {
        if (!message.mandatory() || dialect.routes(message.exchange(), message.routingKey(), wire)) {
            byte[] body = message.body();
            link.note(body.length, headers.size());
            link.buffer(StompCommands.send(destination, body, headers, transaction, receipt));
            return;
        }
        String id = receipt == null ? NOWHERE + ++unconfirmed : receipt;
        unroutable.put(id, message);
        link.buffer(StompCommands.begin(NOWHERE + id, null));
        link.buffer(StompCommands.abort(NOWHERE + id, id));
    }

    /** There is one once there is something to publish in it. */
    private Transaction transaction() {
        Transaction open = current;
        if (open == null) {
            open = new Transaction(TRANSACTED + ++transactions);
            link.buffer(StompCommands.begin(open.id, null));
            current = open;
        }
        return open;
    }

    void commit(Duration bound) {
        Transaction open = current;
        if (open == null) {
            link.requireOpen();
            return;
        }
        try {
            commit(open, bound);
        } catch (TransportException e) {
            // What the broker refuses now says nothing of the messages before it, which some publish one by one.
            Closure why = e.closure();
            throw new TransportException(
                    new Closure(why.requested(), why.wholeConnection(), 0, why.text(), why.cause()));
        }
        current = null;
    }

    private void commit(Transaction open, Duration bound) {
        long deadline = System.nanoTime() + bound.toNanos();
        link.ask(bound, StompCommands.commit(open.id, null));
        if (!open.await(deadline)) {
            throw link.isOpen() ? link.abandon(bound) : new TransportException(link.closure());
        }
    }

    void rollback(Duration bound) {
        Transaction open = current;
        current = null;
        if (open == null) {
            link.requireOpen();
            return;
        }
        link.ask(bound, StompCommands.abort(open.id, null));
    }

    /** A receipt nobody waits for with a future. */
    void receipt(String receipt) {
        OutgoingMessage back = unroutable.remove(receipt);
        if (back != null) {
            listener.returned(back, NO_ROUTE, "NO_ROUTE");
        }
        if (receipt.startsWith(CONFIRM)) {
            listener.confirmed(Long.parseLong(receipt.substring(CONFIRM.length())), false);
        } else {
            Transaction open = current;
            if (open != null && receipt.startsWith(open.id + '.')) {
                open.receipted();
            }
        }
    }

    /** Nothing comes any more. */
    void ended() {
        Transaction open = current;
        if (open != null) {
            open.ended();
        }
    }

    /** A transaction and what is known of its messages: some brokers confirm them after the commit only. */
    private static final class Transaction {
        private final String id;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private volatile long sent;
        private long receipted;
        private boolean ended;

        Transaction(String id) {
            this.id = id;
        }

        void receipted() {
            lock.lock();
            try {
                receipted++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void ended() {
            lock.lock();
            try {
                ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** {@return whether all have arrived} */
        boolean await(long deadline) {
            return Uninterrupted.await(Duration.ofNanos(deadline - System.nanoTime()), this::receipted);
        }

        private boolean receipted(long nanos) throws InterruptedException {
            lock.lock();
            try {
                long left = nanos;
                while (receipted < sent && !ended && left > 0) {
                    left = changed.awaitNanos(left);
                }
                return receipted >= sent;
            } finally {
                lock.unlock();
            }
        }
    }
}
