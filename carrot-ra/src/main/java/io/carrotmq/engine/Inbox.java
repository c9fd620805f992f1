package io.carrotmq.engine;

import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A consumer on a channel of its own. The broker sends no more than the prefetch count ahead, so the buffer between
 * the connection's reader and the consuming thread is bounded without ever making the reader wait.
 */
public final class Inbox implements Subscription {
    /** In the buffer it stands for "nothing comes any more". */
    private static final IncomingMessage END = new IncomingMessage("", -1, false, "", "", null, null);

    private final String queue;
    private final BlockingQueue<IncomingMessage> buffer = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final OpenChannel channel;
    private final Settlement settlement;
    private volatile String consumerTag;
    private volatile ConsumeException reason;

    /**
     * Opens a channel and starts consuming.
     *
     * @throws io.carrotmq.ConnectException if no broker can be reached
     * @throws ConsumeException if the broker refuses
     */
    public Inbox(SharedConnection connection, String queue, SubscribeOptions options) {
        this.queue = queue;
        channel = connection.openChannel(new Events());
        settlement = new Settlement(channel.channel());
        try {
            consumerTag = "carrot-1";
            channel.channel().consume(queue, consumerTag, options);
        } catch (TransportException e) {
            channel.close();
            throw Messages.cannotConsume(queue, e.closure());
        }
    }

    @Override
    public Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException {
        IncomingMessage message = buffer.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            return Optional.empty();
        }
        if (message == END) {
            buffer.add(END);
            throw reason;
        }
        return Optional.of(new ChannelDelivery(message, queue, channel.epoch(), settlement));
    }

    @Override
    public void add(String other, SubscribeOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(String other) {
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

    /** {@return whether messages can still be settled} */
    public boolean isOpen() {
        return channel.isOpen();
    }

    public Settlement settlement() {
        return settlement;
    }

    /**
     * Makes the broker send nothing more and gives back what has not been polled. What was polled can still be settled.
     */
    public void stop() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        reason = Messages.subscriptionClosed(queue);
        try {
            channel.channel().cancel(consumerTag);
            IncomingMessage unpolled;
            while ((unpolled = buffer.poll()) != null) {
                settlement.settle(unpolled.deliveryTag(), Delivery.State.REQUEUED);
            }
        } catch (TransportException e) {
            // The channel is gone, and with it everything that was sent ahead: the broker has it back.
            buffer.clear();
        }
        buffer.add(END);
    }

    /** Stops, and closes the channel: what was polled and not settled goes back to the queue. */
    @Override
    public void close() {
        stop();
        channel.close();
    }

    private void end(ConsumeException why) {
        if (ended.compareAndSet(false, true)) {
            reason = why;
            buffer.clear(); // stale: the broker sends these again
            buffer.add(END);
        }
    }

    private final class Events implements ChannelListener {
        @Override
        public void delivered(IncomingMessage message) {
            buffer.add(message);
        }

        @Override
        public void cancelled(String tag) {
            end(Messages.cancelled(queue));
        }

        @Override
        public void closed(Closure closure) {
            end(Messages.consumerLost(queue, closure));
        }
    }
}
