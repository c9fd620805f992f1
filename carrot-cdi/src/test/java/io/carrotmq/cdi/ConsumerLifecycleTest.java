package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerLifecycleTest {
    @Dependent
    static class Desk {
        @Inject
        @Queue("inbox")
        Consumer<Order> inbox;

        @Inject
        @Queue("inbox")
        Instance<Consumer<Order>> inboxes;

        @Inject
        @RoutingKey("inbox")
        Publisher<Order> orders;

        @Inject
        @RoutingKey("inbox")
        @Text
        Publisher<String> texts;
    }

    @ApplicationScoped
    static class Hall {
        @Inject
        @Queue("inbox")
        Consumer<Order> inbox;

        void look() {
            assertThat(inbox.fetch()).isEmpty();
        }
    }

    @Test
    void consumerIsClosedWithItsBean() {
        try (SeContainer container = Containers.start(Desk.class)) {
            RecordingConnectionFactory broker = Containers.recording(container);
            Instance.Handle<Desk> handle = container.select(Desk.class).getHandle();
            Desk desk = handle.get();
            assertThat(broker.open).as("no connection before first use").hasValue(0);
            desk.inbox.fetch();
            assertThat(broker.open).hasValue(1);
            handle.destroy();
            assertThat(broker.open).hasValue(0);
            assertThatThrownBy(desk.inbox::fetch)
                    .isInstanceOf(ConsumeException.class)
                    .hasMessageStartingWith("CARROT-0750");
        }
    }

    @Test
    void lookedUpConsumerIsClosedWithItsBeanOrBefore() {
        try (SeContainer container = Containers.start(Desk.class)) {
            RecordingConnectionFactory broker = Containers.recording(container);
            Instance.Handle<Desk> handle = container.select(Desk.class).getHandle();
            Consumer<Order> first = handle.get().inboxes.get();
            Consumer<Order> second = handle.get().inboxes.get();
            first.fetch();
            second.fetch();
            assertThat(first).isNotSameAs(second);
            assertThat(broker.open).hasValue(2);
            handle.get().inboxes.destroy(first);
            assertThat(broker.open).hasValue(1);
            handle.destroy();
            assertThat(broker.open).hasValue(0);
        }
    }

    @Test
    void consumerOfAnApplicationScopedBeanIsClosedAtShutdown() {
        RecordingConnectionFactory broker;
        try (SeContainer container = Containers.start(Hall.class)) {
            broker = Containers.recording(container);
            container.select(Hall.class).get().look();
            assertThat(broker.open).hasValue(1);
        }
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void consumerWithoutEncoderAcceptsEveryMediaTypeOfItsType() {
        try (SeContainer container = Containers.start(Desk.class, Texts.class)) {
            Desk desk = container.select(Desk.class).get();
            Texts texts = container.select(Texts.class).get();
            desk.texts.send("plain");
            assertThat(texts.any.fetch().orElseThrow().body()).isEqualTo("plain");
            texts.json.send("quoted");
            assertThat(texts.any.fetch().orElseThrow().body()).isEqualTo("quoted");
        }
    }

    @Test
    void consumerWithEncoderAcceptsThatOne() {
        try (SeContainer container = Containers.start(Desk.class, Texts.class)) {
            Texts texts = container.select(Texts.class).get();
            texts.json.send("quoted");
            assertThatThrownBy(texts.plain::fetch)
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("CARROT-0755");
        }
    }

    @Dependent
    static class Texts {
        @Inject
        @Queue("inbox")
        Consumer<String> any;

        @Inject
        @Queue("inbox")
        @Text
        Consumer<String> plain;

        @Inject
        @RoutingKey("inbox")
        Publisher<String> json;
    }

    @Test
    void genericBodiesAreDecodedToTheirElements() {
        try (SeContainer container = Containers.start(Lists.class)) {
            Lists lists = container.select(Lists.class).get();
            lists.publisher.send(List.of(new Order("7", List.of())));
            Order first = lists.consumer.fetch().orElseThrow().body().get(0);
            assertThat(first.id()).isEqualTo("7");
        }
    }

    @Dependent
    static class Lists {
        @Inject
        @RoutingKey("lists")
        Publisher<List<Order>> publisher;

        @Inject
        @Queue("lists")
        Consumer<List<Order>> consumer;
    }
}
