package io.carrotmq.benchmarks;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.Bytes;
import io.carrotmq.cdi.CarrotClient;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.codec.Codecs;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.ServiceLoader;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An application in Weld SE with one bean that sends and one that consumes, on a broker inside the JVM: the cheapest there
 * is, so what CDI costs shows most.
 */
final class CdiApplication implements AutoCloseable {
    static final String SENT = "benchmarks.cdi.sent";
    static final String CONSUMED = "benchmarks.cdi.consumed";

    private static final String BROKER = "memory:benchmarks";
    private static final String MEDIA_TYPE = "application/data";
    private static final String TAKER = "taker";
    private static final int BODY = 1024;
    private static final int BOUND_SECONDS = 60;

    private final Codecs codecs = Codecs.of(CdiApplication.class.getClassLoader());
    private final ConnectionFactory factory;
    private final SeContainer container;
    private final Publisher<byte[]> filling;

    private CdiApplication(ConnectionFactory factory, SeContainer container) {
        this.factory = factory;
        this.container = container;
        this.filling = publisher(CONSUMED);
    }

    static CdiApplication start() {
        ConnectionFactory factory = ConnectionFactory.open(BROKER);
        try (Connection connection = factory.connect()) {
            connection.declare(Topology.builder()
                    .queue(QueueDeclaration.of(SENT).maxLength(1_000))
                    .queue(QueueDeclaration.of(CONSUMED))
                    .build());
        }
        System.setProperty("carrot.uri", BROKER);
        SeContainerInitializer initializer =
                SeContainerInitializer.newInstance().disableDiscovery();
        ServiceLoader.load(Extension.class).forEach(initializer::addExtensions);
        return new CdiApplication(
                factory,
                initializer
                        .addBeanClasses(Sender.class, Sending.class, Taker.class)
                        .initialize());
    }

    /** A declarative publisher. */
    @CarrotClient
    @Bytes
    public interface Sending {
        /**
         * Sends, and returns when it is confirmed.
         *
         * @param body the body
         */
        @RoutingKey(SENT)
        void send(byte[] body);
    }

    /** A bean that sends. */
    @Dependent
    public static class Sender {
        @Inject
        @RoutingKey(SENT)
        @Bytes
        Publisher<byte[]> injected;

        @Inject
        Sending declared;

        /** For the container. */
        public Sender() {}
    }

    /** A bean that consumes. */
    @ApplicationScoped
    public static class Taker {
        private final Semaphore taken = new Semaphore(0);

        /** For the container. */
        public Taker() {}

        /**
         * Takes a message.
         *
         * @param body its body
         */
        @Consume(value = CONSUMED, id = TAKER, prefetch = Case.PREFETCH, autoStart = false)
        public void take(byte[] body) {
            taken.release();
        }

        Semaphore taken() {
            return taken;
        }
    }

    Sender sender() {
        return container.select(Sender.class).get();
    }

    /** {@return a publisher that the API makes} */
    Publisher<byte[]> publisher(String queue) {
        return Publisher.of(factory, codecs.codec(MEDIA_TYPE, byte[].class), SendOptions.DEFAULT.routingKey(queue));
    }

    void fill(int messages) {
        filling.sendAll(Collections.nCopies(messages, new byte[BODY]));
    }

    /** Somebody who takes messages, and rests in between. */
    interface Taking extends AutoCloseable {
        void take(int messages) throws InterruptedException;

        void rest();

        @Override
        void close();
    }

    /** {@return a handler of a consumer that the API makes} */
    Taking handler() {
        Semaphore taken = new Semaphore(0);
        Consumer<byte[]> consumer = Consumer.of(
                        factory,
                        CONSUMED,
                        codecs.<byte[]>decoder(byte[].class),
                        SubscribeOptions.DEFAULT.prefetch(Case.PREFETCH))
                .onMessage(delivery -> {
                    taken.release();
                    delivery.ack();
                });
        consumer.pause();
        Thread thread = new Thread(consumer::consume, "benchmarks-handler");
        thread.setDaemon(true);
        thread.start();
        return new Taking() {
            @Override
            public void take(int messages) throws InterruptedException {
                consumer.resume();
                await(taken, messages);
            }

            @Override
            public void rest() {
                consumer.pause();
            }

            @Override
            public void close() {
                consumer.close();
            }
        };
    }

    /** {@return the method of the bean} */
    Taking method() {
        Semaphore taken = container.select(Taker.class).get().taken();
        ConsumerRegistry.RunningConsumer consumer =
                container.select(ConsumerRegistry.class).get().get(TAKER);
        consumer.pause();
        consumer.start();
        return new Taking() {
            @Override
            public void take(int messages) throws InterruptedException {
                consumer.resume();
                await(taken, messages);
            }

            @Override
            public void rest() {
                consumer.pause();
            }

            @Override
            public void close() {}
        };
    }

    private static void await(Semaphore taken, int messages) throws InterruptedException {
        if (!taken.tryAcquire(messages, BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not all messages came within " + BOUND_SECONDS + " s");
        }
    }

    @Override
    public void close() {
        container.close();
        factory.close();
    }
}
