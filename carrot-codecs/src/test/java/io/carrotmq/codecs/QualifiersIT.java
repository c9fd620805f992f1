package io.carrotmq.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Weld SE with the extension, the adapter on the class path, and a broker in memory. */
@Timeout(120)
class QualifiersIT {
    private static final List<String> FORMATS = List.of("yaml", "cbor", "msgpack", "pickle");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MemoryBroker broker = MemoryBroker.named("formats");

    /** What an application injects. */
    @Dependent
    public static class Application {
        @Inject
        @RoutingKey("formats.yaml")
        @Yaml
        Publisher<Order> yaml;

        @Inject
        @Queue("formats.yaml")
        Consumer<Order> yamlInbox;

        @Inject
        @RoutingKey("formats.cbor")
        @Cbor
        Publisher<Order> cbor;

        @Inject
        @Queue("formats.cbor")
        @Cbor
        Consumer<Order> cborInbox;

        @Inject
        @RoutingKey("formats.msgpack")
        @MsgPack
        Publisher<List<Order>> msgPack;

        @Inject
        @Queue("formats.msgpack")
        Consumer<List<Order>> msgPackInbox;

        @Inject
        @RoutingKey("formats.pickle")
        @Pickle
        Publisher<Order> pickle;

        @Inject
        @Queue("formats.pickle")
        @Pickle
        Consumer<Order> pickleInbox;
    }

    @AfterEach
    void remove() {
        System.clearProperty("carrot.uri");
        broker.remove();
    }

    private static <T> void assertSent(Publisher<T> publisher, Consumer<T> inbox, T body, String contentType)
            throws InterruptedException {
        publisher.send(body);
        Delivery<T> delivery = inbox.receive(PATIENCE).orElseThrow();
        assertThat(delivery.properties().contentType()).isEqualTo(contentType);
        assertThat(delivery.body()).usingRecursiveComparison().isEqualTo(body);
        delivery.ack();
    }

    @Test
    void qualifiersNameTheFormat() throws Exception {
        System.setProperty("carrot.uri", broker.uri());
        try (ConnectionFactory factory = ConnectionFactory.open(broker.uri());
                Connection connection = factory.connect()) {
            Topology.Builder topology = Topology.builder();
            FORMATS.forEach(format -> topology.queue(QueueDeclaration.of("formats." + format)));
            connection.declare(topology.build());
            SeContainerInitializer initializer =
                    SeContainerInitializer.newInstance().disableDiscovery().addBeanClasses(Application.class);
            // With the discovery of beans that of extensions is off, too.
            ServiceLoader.load(Extension.class).forEach(initializer::addExtensions);
            try (SeContainer container = initializer.initialize()) {
                Application application = container.select(Application.class).get();
                Order order = Order.sample();
                assertSent(application.yaml, application.yamlInbox, order, Bodies.YAML);
                assertSent(application.cbor, application.cborInbox, order, Bodies.CBOR);
                assertSent(application.msgPack, application.msgPackInbox, List.of(order), Bodies.MSGPACK);
                assertSent(application.pickle, application.pickleInbox, order, Bodies.PICKLE);
            }
        }
    }
}
