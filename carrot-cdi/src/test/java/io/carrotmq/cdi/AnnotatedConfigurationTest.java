package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.codec.Codecs;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What annotations say and what a program says come to the same. */
class AnnotatedConfigurationTest {
    private static final Codecs CODECS = Codecs.of(AnnotatedConfigurationTest.class.getClassLoader());
    private static final Order ORDER = new Order("1", List.of("pen", "ink"));

    @Dependent
    static class Annotated {
        @Inject
        @Exchange("feed")
        @RoutingKey("importer")
        @Json
        Publisher<Order> orders;

        @Inject
        @RoutingKey("texts")
        @Text
        Publisher<String> texts;

        @Inject
        @Exchange("fanout")
        @Bytes
        Publisher<byte[]> bytes;

        @Inject
        @Queue("texts")
        @Text
        Consumer<String> inbox;
    }

    @Test
    void c20_annotatedPublisherSendsWhatOneMadeByHandSends() {
        try (SeContainer container = Containers.start(Annotated.class)) {
            RecordingConnectionFactory connections = Containers.recording(container);
            Annotated annotated = container.select(Annotated.class).get();
            Publisher<Order> orders = Publisher.of(
                    connections,
                    CODECS.codec("application/json", Order.class),
                    SendOptions.DEFAULT.exchange("feed").routingKey("importer"));
            Publisher<String> texts = Publisher.of(
                    connections, CODECS.codec("text/plain", String.class), SendOptions.DEFAULT.routingKey("texts"));
            Publisher<byte[]> bytes = Publisher.of(
                    connections,
                    CODECS.codec("application/data", byte[].class),
                    SendOptions.DEFAULT.exchange("fanout"));

            assertSame(connections, () -> annotated.orders.send(ORDER), () -> orders.send(ORDER));
            assertSame(
                    connections,
                    () -> annotated
                            .orders
                            .to("other")
                            .with(o -> o.priority(3).header("tenant", "acme"))
                            .tell(ORDER),
                    () -> orders.to("other")
                            .with(o -> o.priority(3).header("tenant", "acme"))
                            .tell(ORDER));
            assertSame(connections, () -> annotated.texts.send("grüße"), () -> texts.send("grüße"));
            assertSame(
                    connections,
                    () -> annotated.bytes.sendAll(List.of(new byte[] {0, -1})),
                    () -> bytes.sendAll(List.of(new byte[] {0, -1})));
        }
    }

    @Test
    void c20_annotatedConsumerTakesWhatOneMadeByHandTakes() {
        try (SeContainer container = Containers.start(Annotated.class)) {
            RecordingConnectionFactory connections = Containers.recording(container);
            Annotated annotated = container.select(Annotated.class).get();
            try (Consumer<String> byHand = Consumer.of(
                    connections, "texts", CODECS.decoder(String.class, "text/plain"), SubscribeOptions.DEFAULT)) {
                for (Consumer<String> each : List.of(annotated.inbox, byHand)) {
                    annotated.texts.with(o -> o.header("tenant", "acme")).send("grüße");
                    Delivery<String> delivery = each.fetch().orElseThrow();
                    assertThat(delivery.body()).isEqualTo("grüße");
                    assertThat(delivery.envelope().queue()).isEqualTo("texts");
                    assertThat(delivery.properties().headers()).isEqualTo(Map.of("tenant", "acme"));
                    assertThat(each.fetch()).isEmpty();
                }
            }
        }
    }

    private static void assertSame(RecordingConnectionFactory connections, Runnable annotated, Runnable byHand) {
        annotated.run();
        OutgoingMessage first = connections.last();
        byHand.run();
        OutgoingMessage second = connections.last();
        assertThat(second).isNotSameAs(first);
        assertThat(first)
                .usingRecursiveComparison()
                .as("exchange, routing key, mandatory, properties and body")
                .isEqualTo(second);
    }
}
