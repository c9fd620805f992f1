package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import io.carrotmq.Acknowledgement;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A channel of the client library. */
final class AmqpChannel implements TransportChannel {
    /** Something that talks to the broker. */
    private interface Exchange<T> {
        T run() throws IOException;
    }

    /** Something that talks to the broker and has no result. */
    private interface Order {
        void run() throws IOException;
    }

    private final Channel channel;
    private final Outlet outlet;
    private final FrameOutput output;
    private final PublishEncoder encoder = new PublishEncoder();
    private final ChannelListener listener;
    private final Executor workers;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean outOfStep;
    private volatile long nextSequence; // 0 without confirms

    AmqpChannel(Channel channel, Outlet outlet, FrameOutput output, ChannelListener listener, Executor workers) {
        this.channel = channel;
        this.outlet = outlet;
        this.output = output;
        this.listener = listener;
        this.workers = workers;
        channel.addShutdownListener(signal -> {
            if (ended.compareAndSet(false, true)) { // the client tells twice if the connection dies during a close
                listener.closed(Closures.of(signal));
            }
        });
    }

    private <T> T ask(Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (ChannelContinuationTimeoutException e) {
            throw abandoned(String.valueOf(e), e);
        } catch (IOException | ShutdownSignalException | IllegalArgumentException e) {
            throw Closures.failure(e);
        }
    }

    private void order(Order order) {
        ask(() -> {
            order.run();
            return null;
        });
    }

    @Override
    public void confirmPublishes() {
        tellOfReturns();
        ask(channel::confirmSelect);
        nextSequence = 1;
    }

    @Override
    public void transactPublishes() {
        tellOfReturns();
        ask(channel::txSelect);
    }

    private void tellOfReturns() {
        channel.addReturnListener(returned -> listener.returned(
                new OutgoingMessage(
                        returned.getExchange(),
                        returned.getRoutingKey(),
                        true,
                        AmqpProperties.toCarrot(returned.getProperties()),
                        returned.getBody()),
                returned.getReplyCode(),
                returned.getReplyText()));
    }

    /** The brokers there are return messages before they answer, and the client tells of both on one thread. */
    @Override
    public void commit(Duration bound) {
        call(new AMQP.Tx.Commit.Builder().build(), bound);
    }

    @Override
    public void rollback(Duration bound) {
        call(new AMQP.Tx.Rollback.Builder().build(), bound);
    }

    /** The client's own calls have one bound for a whole connection. */
    private void call(Method method, Duration bound) {
        try {
            channel.asyncCompletableRpc(method).get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw abandoned("no answer within " + bound.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandoned("the thread was interrupted while it waited for an answer", e);
        } catch (ExecutionException e) {
            throw Closures.failure(e);
        } catch (IOException | ShutdownSignalException e) {
            throw Closures.failure(e);
        }
    }

    /** The answer may still come and would be taken for that to the next question. */
    private TransportException abandoned(String why, Exception cause) {
        outOfStep = true;
        workers.execute(this::close);
        return new TransportException(new Closure(false, false, 0, why, cause));
    }

    @Override
    public long nextSequence() {
        return nextSequence;
    }

    /** The broker numbers publishes in the order they come in, so what is not sent is not counted either. */
    @Override
    public void publish(OutgoingMessage message) {
        byte[] method = encoder.method(message);
        byte[] header = encoder.header(message.properties(), outlet.longestHeader());
        send(() -> outlet.publish(method, header, message.body()));
        if (nextSequence > 0) {
            nextSequence++;
        }
    }

    /** Something that goes past the client, and says whether the channel was open. */
    private interface Sending {
        boolean run() throws IOException;
    }

    private void send(Sending sending) {
        try {
            if (!channel.isOpen() || !sending.run()) {
                throw Closures.failure(closeReason());
            }
        } catch (IOException e) {
            throw Closures.failure(channel.isOpen() ? e : closeReason());
        }
    }

    private Exception closeReason() {
        ShutdownSignalException reason = channel.getCloseReason();
        return reason == null ? new IOException("the channel is closed") : reason;
    }

    /** What cannot be sent is lost with the connection, whose end the listener is told. */
    @Override
    public void flush() {
        try {
            output.flush();
        } catch (IOException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "flushing", e);
        }
    }

    @Override
    public void declare(ExchangeDeclaration exchange) {
        order(() -> channel.exchangeDeclare(
                exchange.name(),
                exchange.type(),
                exchange.durable(),
                exchange.autoDelete(),
                exchange.internal(),
                exchange.arguments()));
    }

    @Override
    public void verifyExchange(String name) {
        order(() -> channel.exchangeDeclarePassive(name));
    }

    @Override
    public String declare(QueueDeclaration queue) {
        QueueDeclaration typed = queue.type() == QueueType.DEFAULT
                ? queue
                : queue.argument(QueueDeclaration.QUEUE_TYPE, queue.type().argument());
        return ask(() -> channel.queueDeclare(
                        typed.name(), typed.durable(), typed.exclusive(), autoDelete(typed), typed.arguments())
                .getQueue());
    }

    /** Qpid keeps a queue for ever that is both and was never consumed from; one that is exclusive goes with its connection. */
    private boolean autoDelete(QueueDeclaration queue) {
        return queue.autoDelete() && (!queue.exclusive() || Capabilities.isRabbitMq(channel.getConnection()));
    }

    @Override
    public long verifyQueue(String name) {
        return ask(() -> channel.queueDeclarePassive(name).getMessageCount());
    }

    @Override
    public void bind(Binding binding) {
        order(() -> {
            if (binding.toExchange()) {
                channel.exchangeBind(
                        binding.destination(), binding.source(), binding.routingKey(), binding.arguments());
            } else {
                channel.queueBind(binding.destination(), binding.source(), binding.routingKey(), binding.arguments());
            }
        });
    }

    @Override
    public long purge(String queue) {
        return ask(() -> channel.queuePurge(queue).getMessageCount());
    }

    @Override
    public void deleteQueue(String name) {
        order(() -> channel.queueDelete(name));
    }

    @Override
    public void deleteExchange(String name) {
        order(() -> channel.exchangeDelete(name));
    }

    @Override
    public void consume(String queue, String consumerTag, SubscribeOptions options) {
        order(() -> {
            channel.basicQos(options.prefetch());
            channel.basicConsume(
                    queue,
                    options.acknowledgement() == Acknowledgement.NONE,
                    consumerTag,
                    false,
                    options.exclusive(),
                    options.arguments(),
                    new Receiver());
        });
    }

    @Override
    public void cancel(String consumerTag) {
        order(() -> channel.basicCancel(consumerTag));
    }

    @Override
    public Optional<IncomingMessage> get(String queue, boolean noAck) {
        return Optional.ofNullable(ask(() -> channel.basicGet(queue, noAck)))
                .map(got -> incoming("", got.getEnvelope(), got.getProps(), got.getBody()));
    }

    @Override
    public void ack(long deliveryTag, boolean multiple) {
        send(() -> outlet.ack(deliveryTag, multiple));
    }

    @Override
    public void nack(long deliveryTag, boolean requeue) {
        order(() -> channel.basicNack(deliveryTag, false, requeue));
    }

    @Override
    public void giveBackFailed(long deliveryTag) {
        order(() -> channel.basicReject(deliveryTag, true));
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen() && !outOfStep;
    }

    /**
     * Once only: a second close of the client's makes the first one return, and give the channel's number to somebody
     * else, before the broker has answered.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (AlreadyClosedException e) {
            Messages.LOG.log(System.Logger.Level.TRACE, "closing a closed channel", e);
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            // It is closed all the same, and its listener knows.
            Messages.LOG.log(System.Logger.Level.DEBUG, "closing a channel", e);
        }
    }

    private static IncomingMessage incoming(
            String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        return new IncomingMessage(
                consumerTag,
                envelope.getDeliveryTag(),
                envelope.isRedeliver(),
                envelope.getExchange(),
                envelope.getRoutingKey(),
                AmqpProperties.toCarrot(properties),
                body);
    }

    /** Deliveries do not come by the client. */
    private final class Receiver extends DefaultConsumer {
        Receiver() {
            super(AmqpChannel.this.channel);
        }

        @Override
        public void handleCancel(String consumerTag) {
            listener.cancelled(consumerTag);
        }
    }
}
