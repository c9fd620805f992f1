package io.carrotmq.transport.stomp;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A channel that is a connection of its own. */
final class StompChannel implements TransportChannel {
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private final StompBroker broker;
    private final Dialect dialect;
    private final ChannelListener listener;
    private final ChannelLink link;
    private final Publications publications;
    private final Subscriptions subscriptions;
    private final ThrownAway wire;

    StompChannel(StompBroker broker, ChannelListener listener) {
        this.broker = broker;
        this.dialect = broker.dialect();
        this.listener = listener;
        this.link = new ChannelLink(broker);
        this.wire = new ThrownAway(broker.door(), link);
        this.publications = new Publications(link, dialect, listener, wire);
        this.subscriptions = new Subscriptions(link, dialect, listener, wire);
    }

    /**
     * Connects.
     *
     * @throws StompException if that fails
     */
    void connect() {
        link.connect(new Events());
    }

    private final class Events implements ConnectionHandler {
        @Override
        public void message(StompFrame message) {
            guarded("a delivery", () -> subscriptions.message(message));
        }

        @Override
        public void receipt(String receipt) {
            guarded("a confirm", () -> publications.receipt(receipt));
        }

        @Override
        public void closed(StompException cause) {
            if (cause instanceof StompErrorException error && error.frame() != null) {
                String id = dialect.endedSubscription(error.frame());
                if (id != null) {
                    guarded("a cancel", () -> subscriptions.endedByBroker(id));
                }
            }
            publications.ended();
            subscriptions.ended();
            link.closed(cause, StompChannel.this::end);
        }
    }

    private void guarded(String what, Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            Messages.LOG.log(
                    System.Logger.Level.ERROR,
                    Messages.listenerFailed(broker.door().name(), what),
                    e);
        }
    }

    /** Ends it, if it has not ended. */
    void end(Closure why) {
        if (link.endedBy(why)) {
            broker.forget(this);
            publications.ended();
            link.kill();
            wire.end();
            guarded("the end of a channel", () -> listener.closed(why));
        }
    }

    /** Its broker knows of it; which it may have to forget already. */
    void listed() {
        if (link.hasEnded()) {
            broker.forget(this);
        }
    }

    void kill() {
        link.kill();
        wire.end();
    }

    // Publishing

    @Override
    public void confirmPublishes() {
        link.requireOpen();
        publications.confirm();
    }

    @Override
    public void transactPublishes() {
        link.requireOpen();
        publications.transact();
    }

    @Override
    public void commit(Duration bound) {
        publications.commit(bound);
    }

    @Override
    public void rollback(Duration bound) {
        publications.rollback(bound);
    }

    @Override
    public long nextSequence() {
        return publications.nextSequence();
    }

    @Override
    public void publish(OutgoingMessage message) {
        asked(() -> {
            publications.publish(message);
            return null;
        });
    }

    @Override
    public void flush() {
        link.flush();
    }

    // Queues and exchanges

    /** What the dialect finds refused ends the channel, as the broker's refusal does. */
    private <T> T asked(Supplier<T> question) {
        link.requireOpen();
        try {
            return question.get();
        } catch (TransportException e) {
            end(e.closure());
            throw e;
        }
    }

    private void ordered(Consumer<Wire> order) {
        asked(() -> {
            order.accept(wire);
            return null;
        });
    }

    @Override
    public void declare(ExchangeDeclaration exchange) {
        ordered(to -> dialect.declare(exchange, to));
    }

    @Override
    public void verifyExchange(String name) {
        ordered(to -> dialect.verifyExchange(name, to));
    }

    @Override
    public String declare(QueueDeclaration queue) {
        if (queue.name().startsWith("/")) {
            TransportException refusal = Messages.isDestination(queue.name());
            end(refusal.closure());
            throw refusal;
        }
        ordered(to -> dialect.declare(queue, to));
        return queue.name();
    }

    @Override
    public long verifyQueue(String name) {
        return asked(() -> dialect.verifyQueue(name, wire));
    }

    @Override
    public void bind(Binding binding) {
        ordered(to -> dialect.bind(binding, to));
    }

    @Override
    public long purge(String queue) {
        return asked(() -> {
            long removed = 0;
            for (String source : dialect.sources(queue, wire)) {
                removed += wire.drain(source);
            }
            return removed;
        });
    }

    @Override
    public void deleteQueue(String name) {
        ordered(to -> dialect.deleteQueue(name, to));
    }

    @Override
    public void deleteExchange(String name) {
        ordered(to -> dialect.deleteExchange(name, to));
    }

    // Consuming

    @Override
    public void consume(String queue, String consumerTag, SubscribeOptions options) {
        asked(() -> {
            subscriptions.consume(queue, consumerTag, options);
            return null;
        });
    }

    @Override
    public void cancel(String consumerTag) {
        subscriptions.cancel(consumerTag);
    }

    @Override
    public Optional<IncomingMessage> get(String queue, boolean noAck) {
        return asked(() -> subscriptions.get(queue, noAck));
    }

    @Override
    public void ack(long deliveryTag, boolean multiple) {
        subscriptions.ack(deliveryTag, multiple);
    }

    @Override
    public void nack(long deliveryTag, boolean requeue) {
        subscriptions.nack(deliveryTag, requeue);
    }

    @Override
    public void giveBackFailed(long deliveryTag) {
        subscriptions.nack(deliveryTag, true);
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public void close() {
        disconnect(GOODBYE);
    }

    void disconnect(Duration bound) {
        if (dialect.leavesBeforeGoodbye()) {
            subscriptions.leaveAll();
        }
        link.disconnect(bound);
    }
}
