package io.carrotmq.transport.memory;

import io.carrotmq.Acknowledgement;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A channel to a broker in memory. What the broker does for it happens under the broker's lock, and on the caller's thread
 * unless the broker does not read the connection; what the listener is told comes from the connection's own thread.
 */
final class MemoryChannel implements TransportChannel {
    /** A message that waits for the commit. Its queues are those of the time it was published, as with RabbitMQ. */
    private record InTransaction(OutgoingMessage message, Properties onTheWire, VirtualHost.Routed routed) {}

    private final MemoryConnection connection;
    private final VirtualHost host;
    private final ChannelListener listener;
    private final Unsettled unsettled = new Unsettled();
    private final Map<String, QueueConsumer> consumers = new HashMap<>();
    private boolean confirming;

    /** What was published and not committed; null unless publishes are part of a transaction. */
    private List<InTransaction> transaction;

    private long sequence;

    /** Whether the broker has forgotten it, which may be later than for its user. */
    private boolean ended;

    private volatile Closure closure;

    MemoryChannel(MemoryConnection connection, VirtualHost host, ChannelListener listener) {
        this.connection = connection;
        this.host = host;
        this.listener = listener;
    }

    /** {@return why it ended for its user, or null if it is open} */
    Closure closure() {
        return closure;
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public void confirmPublishes() {
        connection.ask(this, () -> confirming = true);
    }

    @Override
    public void transactPublishes() {
        connection.ask(this, () -> transaction = new ArrayList<>());
    }

    /** What a queue refuses is told as RabbitMQ does, once the others are in theirs. */
    @Override
    public void commit(Duration bound) {
        connection.ask(this, true, () -> commit(takeTransaction()), bound);
        connection.awaitEvents();
    }

    private List<InTransaction> takeTransaction() {
        List<InTransaction> ending = transaction;
        transaction = new ArrayList<>();
        return ending;
    }

    private Void commit(List<InTransaction> messages) {
        boolean refused = false;
        for (InTransaction each : messages) {
            VirtualHost.Publication result = host.deliver(each.routed);
            refused |= result == VirtualHost.Publication.REFUSED;
            giveBackUnroutable(result, each.message, each.onTheWire);
        }
        if (refused) {
            throw Refusal.precondition("partial tx completion");
        }
        return null;
    }

    @Override
    public void rollback(Duration bound) {
        connection.ask(this, false, this::takeTransaction, bound);
    }

    @Override
    public long nextSequence() {
        return connection.locked(() -> confirming ? sequence + 1 : 0);
    }

    @Override
    public void publish(OutgoingMessage message) {
        WireProperties.requireShort("the exchange's name", message.exchange());
        WireProperties.requireShort("the routing key", message.routingKey());
        Properties onTheWire = WireProperties.of(message.properties());
        connection.publish(this, () -> {
            long number = confirming ? ++sequence : 0;
            return () -> accept(number, message, onTheWire);
        });
    }

    private void accept(long number, OutgoingMessage message, Properties onTheWire) {
        connection.requireUser(onTheWire.userId());
        if (transaction != null) {
            transaction.add(new InTransaction(message, onTheWire, host.route(message, onTheWire)));
            return;
        }
        VirtualHost.Publication result = host.publish(message, onTheWire);
        giveBackUnroutable(result, message, onTheWire);
        if (number > 0 && result == VirtualHost.Publication.REFUSED) {
            connection.events().post(() -> listener.refused(number, false));
        } else if (number > 0) {
            connection.events().confirm(this, listener, number);
        }
    }

    private void giveBackUnroutable(VirtualHost.Publication result, OutgoingMessage message, Properties onTheWire) {
        if (result == VirtualHost.Publication.UNROUTABLE && message.mandatory()) {
            OutgoingMessage back =
                    new OutgoingMessage(message.exchange(), message.routingKey(), true, onTheWire, message.body());
            connection.events().post(() -> listener.returned(back, 312, "NO_ROUTE"));
        }
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void declare(ExchangeDeclaration exchange) {
        connection.ask(this, () -> {
            host.declare(exchange);
            return null;
        });
    }

    @Override
    public void verifyExchange(String name) {
        connection.ask(this, () -> host.requireExchange(name));
    }

    @Override
    public String declare(QueueDeclaration queue) {
        QueueDeclaration typed = typed(queue);
        return connection.ask(this, () -> host.declare(typed, connection).name());
    }

    /** A queue whose type nobody has chosen is a classic one, and the same as one whose type was. */
    private static QueueDeclaration typed(QueueDeclaration queue) {
        QueueType type = queue.type() == QueueType.DEFAULT ? QueueType.CLASSIC : queue.type();
        return queue.type() == QueueType.DEFAULT && queue.arguments().containsKey(QueueDeclaration.QUEUE_TYPE)
                ? queue
                : queue.argument(QueueDeclaration.QUEUE_TYPE, type.argument());
    }

    @Override
    public long verifyQueue(String name) {
        return connection.ask(this, () -> {
            MessageQueue queue = host.requireQueue(name, connection);
            queue.used();
            return (long) queue.size();
        });
    }

    @Override
    public void bind(Binding binding) {
        connection.ask(this, () -> {
            host.bind(binding, connection);
            return null;
        });
    }

    @Override
    public long purge(String queue) {
        return connection.ask(this, () -> host.requireQueue(queue, connection).purge());
    }

    @Override
    public void deleteQueue(String name) {
        connection.ask(this, () -> {
            host.deleteQueue(name, connection);
            return null;
        });
    }

    @Override
    public void deleteExchange(String name) {
        connection.ask(this, () -> {
            host.deleteExchange(name);
            return null;
        });
    }

    @Override
    public void consume(String queue, String consumerTag, SubscribeOptions options) {
        connection.ask(this, () -> {
            MessageQueue from = host.requireQueue(queue, connection);
            if (consumers.containsKey(consumerTag)) {
                throw new Refusal(530, "NOT_ALLOWED - attempt to reuse consumer tag '" + consumerTag + "'");
            }
            QueueConsumer consumer = new QueueConsumer(
                    this,
                    from,
                    consumerTag,
                    options.acknowledgement() == Acknowledgement.NONE,
                    options.prefetch(),
                    options.exclusive(),
                    options.arguments().get("x-priority") instanceof Number priority ? priority.longValue() : 0);
            from.add(consumer);
            consumers.put(consumerTag, consumer);
            from.serve();
            return null;
        });
    }

    @Override
    public void cancel(String consumerTag) {
        connection.ask(this, () -> {
            QueueConsumer consumer = consumers.remove(consumerTag);
            if (consumer != null) {
                consumer.queue().remove(consumer);
                consumer.queue().serve();
            }
            return null;
        });
        connection.awaitEvents();
    }

    @Override
    public Optional<IncomingMessage> get(String queue, boolean noAck) {
        return connection.ask(this, () -> {
            MessageQueue from = host.requireQueue(queue, connection);
            QueuedMessage taken = from.poll();
            if (taken == null) {
                return Optional.empty();
            }
            long tag = noAck ? unsettled.skip() : unsettled.add(taken, from, null);
            return Optional.of(taken.incoming("", tag, taken.redelivered()));
        });
    }

    /** Sends a message to a consumer of this channel. */
    void deliver(QueueConsumer consumer, QueuedMessage message) {
        long tag = consumer.noAck() ? unsettled.skip() : unsettled.add(message, consumer.queue(), consumer);
        IncomingMessage incoming = message.incoming(consumer.tag(), tag, message.redelivered());
        connection.events().post(() -> {
            if (isOpen()) {
                listener.delivered(incoming);
            }
        });
    }

    /** Tells that a consumer's queue is gone. */
    void cancelled(QueueConsumer consumer) {
        consumers.remove(consumer.tag());
        connection.events().post(() -> listener.cancelled(consumer.tag()));
    }

    @Override
    public void ack(long deliveryTag, boolean multiple) {
        connection.order(this, () -> {
            Collection<MessageQueue> queues = multiple
                    ? unsettled.settleUpTo(deliveryTag)
                    : unsettled.settle(deliveryTag).queues();
            queues.forEach(MessageQueue::serve);
        });
    }

    @Override
    public void nack(long deliveryTag, boolean requeue) {
        connection.order(this, () -> unsettled.settle(deliveryTag).settled(requeue));
    }

    @Override
    public void giveBackFailed(long deliveryTag) {
        connection.order(this, () -> unsettled.settle(deliveryTag).failed());
    }

    @Override
    public boolean isOpen() {
        return closure == null;
    }

    @Override
    public void close() {
        connection.close(this);
    }

    /** Ends it for its user, who is told. */
    void announce(Closure why) {
        if (closure == null) {
            closure = why;
            connection.events().post(() -> listener.closed(why));
        }
    }

    /** Ends it for the broker: what was not settled goes back. */
    void end(Closure why) {
        if (ended) {
            return;
        }
        ended = true;
        announce(why);
        connection.forget(this);
        // First its consumers, so that nothing of it comes back to itself.
        Collection<QueueConsumer> last = Map.copyOf(consumers).values();
        consumers.clear();
        last.forEach(consumer -> consumer.queue().remove(consumer));
        unsettled.takeBack();
        last.forEach(consumer -> consumer.queue().serve());
    }
}
