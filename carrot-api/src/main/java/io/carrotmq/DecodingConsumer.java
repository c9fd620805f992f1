package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Decodes on the caller's side what a subscription delivers. */
final class DecodingConsumer<T> implements Consumer<T> {
    /** How soon a running loop notices that it was cancelled. */
    private static final Duration STEP = Duration.ofMillis(100);

    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    private final ConnectionFactory connections;
    private final String queue;
    private final Decoder<T> decoder;
    private final SubscribeOptions options;
    private final List<MessageHandler<? super T>> handlers = new CopyOnWriteArrayList<>();
    private Connection connection;
    private Subscription subscription;
    private volatile boolean cancelled;
    private volatile boolean closed;

    DecodingConsumer(ConnectionFactory connections, String queue, Decoder<T> decoder, SubscribeOptions options) {
        this.connections = Objects.requireNonNull(connections, "connections");
        this.queue = Objects.requireNonNull(queue, "queue");
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public Optional<Delivery<T>> fetch() {
        try {
            return connection().fetch(queue).map(this::decode);
        } catch (ConsumeException | ConnectException lost) {
            release();
            throw lost;
        }
    }

    @Override
    public Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        try {
            return subscription().poll(timeout).map(this::decode);
        } catch (ConsumeException | ConnectException lost) {
            release();
            throw lost;
        }
    }

    private Delivery<T> decode(Delivery<byte[]> delivery) {
        try {
            return delivery.withBody(decoder.decode(delivery.content(), delivery.properties()));
        } catch (CodecException e) {
            delivery.reject();
            throw Messages.undecodable(delivery.envelope(), e);
        }
    }

    @Override
    public Consumer<T> onMessage(MessageHandler<? super T> handler) {
        handlers.add(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public long consume() {
        return consume(Long.MAX_VALUE);
    }

    @Override
    public long consume(long limit) {
        if (handlers.isEmpty()) {
            throw Messages.noHandler(queue);
        }
        cancelled = false;
        long handled = 0;
        while (handled < limit && !cancelled && !closed) {
            try {
                Optional<Delivery<T>> next = next();
                if (next.isPresent()) {
                    handle(next.get());
                    handled++;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        if (cancelled) {
            endSubscription();
        }
        return handled;
    }

    private Optional<Delivery<T>> next() throws InterruptedException {
        try {
            return receive(STEP);
        } catch (ConsumeException | ConnectException e) {
            if (closed) { // close() takes the subscription away under the loop, and that is how the loop ends
                return Optional.empty();
            }
            throw e;
        } catch (CodecException e) {
            LOG.log(System.Logger.Level.ERROR, e.getMessage());
            return Optional.empty();
        }
    }

    private void handle(Delivery<T> delivery) {
        try {
            for (MessageHandler<? super T> handler : handlers) {
                handler.onMessage(delivery);
            }
        } catch (Exception e) {
            if (delivery.state() == Delivery.State.RECEIVED) {
                delivery.requeue();
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw Messages.handlerFailed(queue, e);
        }
    }

    @Override
    public Iterator<Delivery<T>> iterator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<Delivery<T>> stream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flow.Publisher<Delivery<T>> flow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long discardAll() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long discardAll(Predicate<? super Delivery<T>> filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prefetch(int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void close() {
        closed = true;
        release();
    }

    private synchronized Connection connection() {
        if (closed) {
            throw Messages.consumerClosed(queue);
        }
        if (connection == null) {
            connection = connections.connect();
        }
        return connection;
    }

    private synchronized Subscription subscription() {
        if (subscription == null) {
            subscription = connection().subscribe(queue, options);
        }
        return subscription;
    }

    private synchronized void endSubscription() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    private synchronized void release() {
        endSubscription();
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
