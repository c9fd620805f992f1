package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.carrotmq.Acknowledgement;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
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
    private final ChannelListener listener;
    private final Executor workers;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean outOfStep;

    AmqpChannel(Channel channel, ChannelListener listener, Executor workers) {
        this.channel = channel;
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
            // The answer may still come and would be taken for that to the next question.
            outOfStep = true;
            workers.execute(this::close);
            throw Closures.failure(e);
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
        channel.addConfirmListener(new ConfirmListener() {
            @Override
            public void handleAck(long deliveryTag, boolean multiple) {
                listener.confirmed(deliveryTag, multiple);
            }

            @Override
            public void handleNack(long deliveryTag, boolean multiple) {
                listener.refused(deliveryTag, multiple);
            }
        });
        channel.addReturnListener(returned -> listener.returned(
                new OutgoingMessage(
                        returned.getExchange(),
                        returned.getRoutingKey(),
                        true,
                        AmqpProperties.toCarrot(returned.getProperties()),
                        returned.getBody()),
                returned.getReplyCode(),
                returned.getReplyText()));
        ask(channel::confirmSelect);
    }

    @Override
    public long nextSequence() {
        return channel.getNextPublishSeqNo();
    }

    @Override
    public void publish(OutgoingMessage message) {
        try {
            channel.basicPublish(
                    message.exchange(),
                    message.routingKey(),
                    message.mandatory(),
                    AmqpProperties.toAmqp(message.properties()),
                    message.body());
        } catch (IOException | ShutdownSignalException e) {
            throw Closures.failure(e);
        }
    }

    @Override
    public void flush() {
        // the client writes each publish through
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
        order(() -> channel.basicAck(deliveryTag, multiple));
    }

    @Override
    public void nack(long deliveryTag, boolean requeue) {
        order(() -> channel.basicNack(deliveryTag, false, requeue));
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

    private final class Receiver extends DefaultConsumer {
        Receiver() {
            super(AmqpChannel.this.channel);
        }

        @Override
        public void handleDelivery(
                String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            listener.delivered(incoming(consumerTag, envelope, properties, body));
        }

        @Override
        public void handleCancel(String consumerTag) {
            listener.cancelled(consumerTag);
        }
    }
}
