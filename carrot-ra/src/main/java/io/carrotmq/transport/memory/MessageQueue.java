package io.carrotmq.transport.memory;

import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A queue: what waits in it, and who consumes it. Only for the holder of the broker's lock. */
final class MessageQueue extends Destination {
    private final VirtualHost host;
    private final QueueDeclaration declaration;
    private final MemoryConnection owner;
    private final QueueArguments arguments;
    private final Consumers consumers;
    private final NavigableSet<QueuedMessage> ready = new TreeSet<>(QueuedMessage.ORDER);
    private long readyBytes;
    private long lastPosition;
    private long unusedSince;
    private long wakesAt = QueueArguments.NONE;
    private boolean deleted;

    MessageQueue(String name, QueueDeclaration declaration, MemoryConnection owner, VirtualHost host) {
        super(name);
        this.host = host;
        this.declaration = declaration;
        this.owner = owner;
        this.arguments = new QueueArguments(name, declaration.arguments());
        arguments.requireFit(declaration);
        this.consumers = new Consumers(name, arguments.singleActiveConsumer());
        used();
    }

    QueueDeclaration declaration() {
        return declaration;
    }

    QueueArguments arguments() {
        return arguments;
    }

    /** {@return the one connection that may use it, or null if all may} */
    MemoryConnection owner() {
        return owner;
    }

    boolean isDeleted() {
        return deleted;
    }

    int size() {
        expire();
        return ready.size();
    }

    /** Postpones the end of a queue that expires. */
    void used() {
        unusedSince = host.now();
        schedule();
    }

    /** {@return whether the queue took the message} */
    boolean offer(StoredMessage message) {
        expire();
        QueuedMessage entry = new QueuedMessage(
                message, arguments.priority(message.properties().priority()), ++lastPosition, expiryOf(message));
        if (arguments.overflow() != Overflow.DROP_HEAD
                && arguments.exceeded(ready.size() + 1L, readyBytes + message.body().length)) {
            if (arguments.overflow() == Overflow.REJECT_PUBLISH_DLX) {
                giveUp(entry, DeathReason.MAXLEN);
            }
            return false;
        }
        put(entry);
        deliver();
        dropHeads();
        expire();
        schedule();
        return true;
    }

    private long expiryOf(StoredMessage message) {
        long own = message.properties().expiration() == null
                ? QueueArguments.NONE
                : message.properties().expiration().toNanos();
        long ttl = Math.min(own, arguments.ttlNanos());
        return ttl == QueueArguments.NONE ? QueueArguments.NONE : host.now() + ttl;
    }

    private void put(QueuedMessage entry) {
        ready.add(entry);
        readyBytes += entry.message().body().length;
    }

    private QueuedMessage takeHead() {
        QueuedMessage head = ready.pollFirst();
        readyBytes -= head.message().body().length;
        return head;
    }

    private void deliver() {
        while (!ready.isEmpty()) {
            QueueConsumer consumer = consumers.next();
            if (consumer == null) {
                return;
            }
            consumer.deliver(takeHead());
        }
    }

    /** Serves consumers who may have room now. */
    void serve() {
        expire();
        deliver();
        schedule();
    }

    /** {@return the next message, or null} */
    QueuedMessage poll() {
        used();
        expire();
        QueuedMessage head = ready.isEmpty() ? null : takeHead();
        schedule();
        return head;
    }

    /** Puts a message where it was, because its consumer gives it back. Who calls it serves the queue after that. */
    void takeBack(QueuedMessage entry) {
        if (!deleted) {
            entry.comesBack(arguments.countsDeliveries());
            put(entry);
        }
    }

    /** Puts messages where they were, unless it was too often. Who calls it serves the queue after that. */
    void takeBackLost(Collection<QueuedMessage> entries) {
        for (QueuedMessage entry : entries) {
            takeBackLost(entry);
        }
    }

    /** The consumer is gone with the message: only this counts against the limit. */
    private void takeBackLost(QueuedMessage entry) {
        entry.isLost(arguments.countsDeliveries());
        if (entry.losses() > arguments.deliveryLimit()) {
            giveUp(entry, DeathReason.DELIVERY_LIMIT);
        } else {
            takeBack(entry);
        }
    }

    /** Serves consumers with what was taken back, and drops what is too much then. */
    void serveAgain() {
        serve();
        dropHeads();
    }

    void reject(QueuedMessage entry) {
        giveUp(entry, DeathReason.REJECTED);
    }

    private void giveUp(QueuedMessage entry, DeathReason reason) {
        if (!deleted && arguments.deadLetterExchange() != null) {
            host.deadLetters().add(this, reason, entry.message());
        }
    }

    private void dropHeads() {
        while (arguments.overflow() == Overflow.DROP_HEAD && arguments.exceeded(ready.size(), readyBytes)) {
            giveUp(takeHead(), DeathReason.MAXLEN);
        }
    }

    /** As RabbitMQ does it: a message expires when it is at the head. */
    private void expire() {
        while (!ready.isEmpty() && ready.first().expiresAt() <= host.now()) {
            giveUp(takeHead(), DeathReason.EXPIRED);
        }
    }

    long purge() {
        expire();
        long removed = ready.size();
        ready.clear();
        readyBytes = 0;
        return removed;
    }

    /** Who calls it serves the queue after that. */
    void add(QueueConsumer consumer) {
        consumers.add(consumer);
    }

    /** Who calls it serves the queue after that. */
    void remove(QueueConsumer consumer) {
        if (!consumers.remove(consumer) || !consumers.isEmpty()) {
            return;
        }
        if (declaration.autoDelete()) {
            host.delete(this);
        } else {
            used();
        }
    }

    /** Only for the host, which has forgotten it. */
    void end() {
        deleted = true;
        ready.clear();
        readyBytes = 0;
        List<QueueConsumer> last = consumers.removeAll();
        last.forEach(QueueConsumer::cancelled);
    }

    /** Does what is due. */
    void wake() {
        wakesAt = QueueArguments.NONE;
        if (deleted) {
            return;
        }
        if (host.now() >= endsAt()) {
            host.delete(this);
            return;
        }
        expire();
        schedule();
    }

    private long endsAt() {
        return arguments.expiresNanos() == QueueArguments.NONE || !consumers.isEmpty()
                ? QueueArguments.NONE
                : unusedSince + arguments.expiresNanos();
    }

    private void schedule() {
        long due = Math.min(
                endsAt(), ready.isEmpty() ? QueueArguments.NONE : ready.first().expiresAt());
        if (due < wakesAt) {
            wakesAt = due;
            host.deadlines().add(due, this);
        }
    }
}
