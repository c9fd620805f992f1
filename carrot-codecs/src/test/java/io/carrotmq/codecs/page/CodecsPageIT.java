package io.carrotmq.codecs.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.Compression;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.Properties;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.CodecsConfigurer;
import io.carrotmq.codec.Decoder;
import io.carrotmq.codec.GenericType;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/codecs.md. */
@Timeout(60)
class CodecsPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MemoryBroker broker = MemoryBroker.named("codecs-page");
    private final ConnectionFactory connections = ConnectionFactory.open(broker.uri());
    private final ClassLoader loader = CodecsPageIT.class.getClassLoader();

    @BeforeEach
    void declare() {
        try (Connection connection = connections.connect()) {
            connection.declare(Topology.builder()
                    .queue(QueueDeclaration.of("orders"))
                    .queue(QueueDeclaration.of("from.python"))
                    .queue(QueueDeclaration.of("events"))
                    .build());
        }
    }

    @AfterEach
    void remove() {
        System.clearProperty("carrot.uri");
        connections.close();
        broker.remove();
    }

    @Test
    void codecsAreFound() {
        Order order = new Order("1");
        // tag::find
        Codecs codecs = Codecs.of(MyApplication.class.getClassLoader());
        Codec<List<Order>> orders = codecs.codec("application/json", new GenericType<List<Order>>() {});
        Decoder<Order> any = codecs.decoder(Order.class); // whatever can be an Order
        Decoder<Order> json = codecs.decoder(Order.class, "application/json"); // JSON and nothing else
        // end::find
        assertThat(orders.encode(List.of(order))).asString(UTF_8).isEqualTo("[{\"id\":\"1\"}]");
        Properties yaml = Properties.builder().contentType("application/x-yaml").build();
        byte[] body = "id: '1'".getBytes(UTF_8);
        assertThat(any.decode(body, yaml)).isEqualTo(order);
        assertThatThrownBy(() -> json.decode(body, yaml)).isInstanceOf(CodecException.class);
    }

    /** Any class of an application. */
    private static final class MyApplication {}

    @Test
    void bodiesAreCompressed() throws InterruptedException {
        Codecs codecs = Codecs.of(loader);
        Codec<String> text = codecs.codec("text/plain", new GenericType<String>() {});
        Publisher<String> publisher = Publisher.of(connections, text, SendOptions.DEFAULT.routingKey("orders"));
        String body = "x".repeat(10_000);
        // tag::compression
        publisher = publisher.with(options -> options.compression(Compression.GZIP)); // from 1,024 bytes on
        // end::compression
        publisher.send(body);
        // tag::compression
        publisher = publisher.with(options -> options.compression(Compression.ZLIB.from(8_192))); // for kombu, Celery
        // end::compression
        publisher.send(body);
        try (Consumer<String> inbox =
                Consumer.of(connections, "orders", codecs.decoder(String.class), SubscribeOptions.DEFAULT)) {
            for (int i = 0; i < 2; i++) {
                Delivery<String> delivery = inbox.receive(PATIENCE).orElseThrow();
                assertThat(delivery.content().length).isLessThan(body.length());
                assertThat(delivery.body()).isEqualTo(body);
                delivery.ack();
            }
        }
    }

    @Test
    void typesAreNamed() throws InterruptedException {
        // tag::names
        Codecs codecs = Codecs.builder(loader)
                .type("order.placed", Placed.class)
                .type("order.paid", Paid.class)
                .build();
        Consumer<OrderEvent> events =
                Consumer.of(connections, "events", codecs.decoder(OrderEvent.class), SubscribeOptions.DEFAULT);
        // end::names
        Codec<OrderEvent> codec = codecs.codec("application/json", new GenericType<OrderEvent>() {});
        Publisher<OrderEvent> publisher = Publisher.of(connections, codec, SendOptions.DEFAULT.routingKey("events"));
        for (OrderEvent event : List.of(new Placed("1"), new Paid("1", 250))) {
            publisher.send(event);
            Delivery<OrderEvent> delivery = events.receive(PATIENCE).orElseThrow();
            assertThat(delivery.body()).isEqualTo(event);
            delivery.ack();
        }
        events.close();
    }

    @Test
    void servicesConfigureAndAdd(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CodecsConfigurer.class.getName()), Formats.class.getName());
        Files.writeString(services.resolve(CodecProvider.class.getName()), CsvCodecs.class.getName());
        try (URLClassLoader application =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, loader)) {
            Codecs codecs = Codecs.of(application);

            Codec<OrderEvent> events = codecs.codec("application/json", new GenericType<OrderEvent>() {});
            assertThat(events.encode(new Placed("1"))).asString(UTF_8).isEqualTo("{\"order\":\"1\"}");
            Codec<Table> tables = codecs.codec("application/csv", new GenericType<Table>() {});
            Table table = new Table(List.of(List.of("pen", "250"), List.of("ink", "400")));
            assertThat(tables.encode(table)).asString(UTF_8).isEqualTo("pen,250\nink,400");
            assertThat(tables.decode("pen,250\nink,400".getBytes(UTF_8), "utf-8"))
                    .isEqualTo(table);
        }
    }

    @Test
    void qualifiersAreInjected() throws InterruptedException {
        System.setProperty("carrot.uri", broker.uri());
        SeContainerInitializer initializer =
                SeContainerInitializer.newInstance().disableDiscovery().addBeanClasses(OrderTraffic.class);
        // With the discovery of beans that of extensions is off, too.
        ServiceLoader.load(Extension.class).forEach(initializer::addExtensions);
        try (SeContainer container = initializer.initialize();
                Connection connection = connections.connect()) {
            OrderTraffic traffic = container.select(OrderTraffic.class).get();
            traffic.orders.send(new Order("1"));
            Delivery<byte[]> yaml = connection.fetch("orders").orElseThrow();
            assertThat(yaml.properties().contentType()).isEqualTo("application/x-yaml");
            assertThat(yaml.body()).asString(UTF_8).contains("id: ");
            yaml.ack();
            assertThat(traffic.inbox.fetch()).isEmpty();
        }
    }
}
