package io.carrotmq.benchmarks;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;

/**
 * The RabbitMQ client by itself, in the hands of somebody who knows it: a channel for each thread, asynchronous confirms
 * with a window, multiple acknowledgements, a connection for publishing and one for consuming.
 */
final class RawClient implements Client {
    private static final long PATIENCE_MILLIS = 30_000;
    private static final AMQP.BasicProperties PROPERTIES = MessageProperties.PERSISTENT_BASIC;

    private final Connection publishing;
    private final Connection consuming;
    private final String queue;
    private final Channel batches;

    RawClient(URI broker, String queue) throws Exception {
        this.queue = queue;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        factory.setAutomaticRecoveryEnabled(false);
        publishing = factory.newConnection("raw publishing");
        consuming = factory.newConnection("raw consuming");
        batches = publishing.createChannel();
        batches.confirmSelect();
    }

    @Override
    public String name() {
        return "raw client";
    }

    private void publish(Channel channel, byte[] body) throws IOException {
        channel.basicPublish("", queue, true, PROPERTIES, body);
    }

    @Override
    public Sender sender() throws IOException {
        Channel channel = publishing.createChannel();
        channel.confirmSelect();
        return new Sender() {
            @Override
            public void send(byte[] body) throws Exception {
                publish(channel, body);
                channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
            }

            @Override
            public void close() throws IOException, TimeoutException {
                channel.close();
            }
        };
    }

    @Override
    public long pipeline(byte[] body, int window, BooleanSupplier goOn) throws Exception {
        try (Channel channel = publishing.createChannel()) {
            channel.confirmSelect();
            Semaphore room = new Semaphore(window);
            Outstanding outstanding = new Outstanding(window, room);
            channel.addConfirmListener(outstanding);
            long sent = 0;
            while (goOn.getAsBoolean()) {
                room.acquire();
                outstanding.add(channel.getNextPublishSeqNo(), body);
                publish(channel, body);
                sent++;
            }
            room.acquire(window);
            return sent;
        }
    }

    /** What is not confirmed yet, kept to be sent again if need be: the slots of a ring, by their numbers. */
    private static final class Outstanding implements ConfirmListener {
        private final AtomicReferenceArray<byte[]> slots;
        private final Semaphore room;
        private long oldest = 1;

        Outstanding(int window, Semaphore room) {
            this.slots = new AtomicReferenceArray<>(2 * window);
            this.room = room;
        }

        void add(long number, byte[] body) {
            slots.set((int) (number % slots.length()), body);
        }

        @Override
        public void handleAck(long number, boolean multiple) {
            int freed = 0;
            if (multiple) {
                for (; oldest <= number; oldest++) {
                    freed += free(oldest);
                }
            } else {
                freed = free(number);
                if (number == oldest) {
                    oldest++;
                }
            }
            room.release(freed);
        }

        private int free(long number) {
            return slots.getAndSet((int) (number % slots.length()), null) == null ? 0 : 1;
        }

        @Override
        public void handleNack(long number, boolean multiple) {
            throw new IllegalStateException("the broker refused message " + number);
        }
    }

    @Override
    public void sendAll(List<byte[]> bodies) throws Exception {
        for (byte[] body : bodies) {
            publish(batches, body);
        }
        batches.waitForConfirmsOrDie(PATIENCE_MILLIS);
    }

    @Override
    public long consume(int prefetch, int count) throws Exception {
        try (Channel channel = consuming.createChannel()) {
            channel.basicQos(prefetch);
            AtomicLong elapsed = new AtomicLong();
            CountDownLatch end = new CountDownLatch(1);
            channel.basicConsume(queue, false, new DefaultConsumer(channel) {
                private long start;
                private int taken;

                @Override
                public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                        throws IOException {
                    if (taken++ == 0) {
                        start = System.nanoTime();
                    }
                    if (taken <= count && (taken % (prefetch / 2) == 0 || taken == count)) {
                        channel.basicAck(envelope.getDeliveryTag(), true);
                    }
                    if (taken == count) {
                        elapsed.set(System.nanoTime() - start);
                        end.countDown();
                    }
                }
            });
            if (!end.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("fewer than " + count + " messages came");
            }
            return elapsed.get();
        }
    }

    @Override
    public void close() throws IOException {
        publishing.close();
        consuming.close();
    }
}
