package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which connection factory it is, and whose. */
class ConnectionFactoryTest {
    @Dependent
    static class Desk {
        @Inject
        ConnectionFactory connections;

        @Inject
        @Exchange("feed")
        Publisher<Order> orders;

        @Inject
        @Queue("inbox")
        Consumer<Order> inbox;
    }

    private static RecordingConnectionFactory opened() {
        return RecordingProvider.OPENED.get("recording://here");
    }

    @BeforeEach
    void configure() {
        RecordingProvider.OPENED.clear();
        System.setProperty("carrot.uri", "recording://here");
    }

    @AfterEach
    void reset() {
        System.clearProperty("carrot.uri");
        System.clearProperty("carrot.connection-factory");
    }

    @Test
    void beanOfTheApplicationWins() {
        try (SeContainer container = Containers.start(Desk.class)) {
            Desk desk = container.select(Desk.class).get();
            desk.orders.send(new Order("1", List.of()));
            desk.connections.connect().close();
            assertThat(Containers.recording(container).published).hasSize(1);
            assertThat(opened()).isNull();
        }
    }

    @Test
    void withoutJndiOneIsOpenedAtDeploymentAndClosedAtShutdown() {
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            Desk desk = container.select(Desk.class).get();
            assertThat(opened().open).as("before first use").hasValue(0);
            desk.orders.send(new Order("1", List.of()));
            RecordingConnectionFactory first = opened();
            assertThat(first.published).hasSize(1);
            desk.connections.close();
            assertThat(first.closed)
                    .as("shared, so not closed by whom it was injected into")
                    .isFalse();
            desk.inbox.fetch();
            assertThat(opened()).as("opened once").isSameAs(first);
        }
        assertThat(opened().closed).isTrue();
        assertThat(opened().open).hasValue(0);
    }

    @Test
    void oneContainerAfterTheOtherHasItsOwn() {
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            container.select(Desk.class).get().connections.connect().close();
        }
        RecordingConnectionFactory first = opened();
        RecordingProvider.OPENED.clear();
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            container.select(Desk.class).get().connections.connect().close();
            assertThat(opened()).isNotSameAs(first);
            assertThat(opened().closed).isFalse();
        }
    }

    @Test
    void afterShutdownNothingIsOpenedAnew() {
        Desk desk;
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            desk = container.select(Desk.class).get();
        }
        assertThatThrownBy(() -> desk.connections.connect())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0316 ");
        assertThat(opened().open).hasValue(0);
    }

    @Test
    void nameThatJndiDoesNotHave() {
        System.setProperty("carrot.connection-factory", "java:/eis/Mine");
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            Desk desk = container.select(Desk.class).get();
            assertThatThrownBy(() -> desk.connections.connect())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0314 ")
                    .hasMessageContaining("system property carrot.connection-factory")
                    .hasMessageContaining("'java:/eis/Mine'");
        }
    }

    static class TwoFactories {
        @Produces
        ConnectionFactory first() {
            return new RecordingConnectionFactory();
        }

        @Produces
        ConnectionFactory second() {
            return new RecordingConnectionFactory();
        }
    }

    @Dependent
    static class Sender {
        @Inject
        @Exchange("feed")
        Publisher<Order> orders;
    }

    @Test
    void severalBeansOfTheApplication() {
        try (SeContainer container = Containers.startWithoutFactory(Sender.class, TwoFactories.class)) {
            Sender sender = container.select(Sender.class).get();
            assertThatThrownBy(() -> sender.orders.send(new Order("1", List.of())))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0315 [connection factory] 2 beans");
        }
    }
}
