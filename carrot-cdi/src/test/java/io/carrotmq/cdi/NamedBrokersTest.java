package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.UnsatisfiedResolutionException;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several brokers side by side, each with a connection factory of its own. */
class NamedBrokersTest {
    private static final Order ORDER = new Order("1", List.of("pen"));

    private final SetProperties properties = new SetProperties();

    @BeforeEach
    void configure() {
        RecordingProvider.OPENED.clear();
        properties.set("carrot.uri", "recording:default");
    }

    @AfterEach
    void reset() {
        properties.restore();
    }

    private static RecordingConnectionFactory opened(String uri) {
        return RecordingProvider.OPENED.get(uri);
    }

    @Dependent
    static class Desk {
        @Inject
        @Exchange("feed")
        Publisher<Order> ofDefault;

        @Inject
        @Broker("billing")
        @Exchange("invoices")
        Publisher<Order> publisher;

        @Inject
        @Broker("billing")
        @Queue("inbox")
        Consumer<Order> consumer;

        @Inject
        @Broker("billing")
        ConsumerSet set;

        @Inject
        @Broker("audit_2")
        @RoutingKey("inbox")
        @Queue("inbox")
        Messaging<Order> messaging;

        @Inject
        @Broker("billing")
        ConnectionFactory factory;

        @Inject
        ConnectionFactory defaultFactory;

        @Inject
        @Any
        Instance<Publisher<Order>> any;

        @Inject
        @Any
        Instance<ConnectionFactory> factories;
    }

    @Test
    void eachBrokerIsOpenedOnceAndClosedAtTheEnd() {
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        properties.set("carrot.brokers.billing.confirmTimeoutMillis", "500");
        properties.set("carrot.brokers.audit_2.uri", "recording:audit");
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            Desk desk = container.select(Desk.class).get();
            assertThat(RecordingProvider.OPENED)
                    .containsOnlyKeys("recording:billing", "recording:audit", "recording:default")
                    .allSatisfy((uri, factory) ->
                            assertThat(factory.open).as("before first use").hasValue(0));
            desk.publisher.send(ORDER);
            assertThat(opened("recording:billing").properties).isEqualTo(Map.of("confirmTimeoutMillis", "500"));
            assertThat(opened("recording:billing").last().exchange()).isEqualTo("invoices");
            desk.consumer.fetch();
            desk.factory.connect().close();
            desk.messaging.send(ORDER);
            assertThat(desk.messaging.fetch().orElseThrow().body()).isEqualTo(ORDER);
            assertThat(opened("recording:audit").published).hasSize(1);
            desk.ofDefault.send(ORDER);
            desk.defaultFactory.connect().close();
            assertThat(opened("recording:default").published).hasSize(1);
            assertThat(opened("recording:billing").published).hasSize(1);
        }
        assertThat(RecordingProvider.OPENED.values())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.closed).isTrue());
    }

    @Test
    void brokerChosenAtRunTime() {
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        properties.set("carrot.brokers.audit_2.uri", "recording:audit");
        properties.set("carrot.brokers.unused.uri", "recording:unused");
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            Desk desk = container.select(Desk.class).get();
            desk.any
                    .select(Broker.Literal.of("unused"), Exchange.Literal.of("chosen"))
                    .get()
                    .send(ORDER);
            assertThat(opened("recording:unused").last().exchange()).isEqualTo("chosen");
            desk.any.select(Exchange.Literal.of("chosen")).get().send(ORDER);
            assertThat(opened("recording:default").published).hasSize(1);
            desk.any
                    .select(Broker.Literal.of(""), Exchange.Literal.of("chosen"))
                    .get()
                    .send(ORDER);
            assertThat(opened("recording:default").published).hasSize(2);
            desk.factories.select(Broker.Literal.of("audit_2")).get().connect().close();
            assertThat(opened("recording:audit").connects).hasValue(1);
            assertThatThrownBy(() -> desk.any
                            .select(Broker.Literal.of("nowhere"), Exchange.Literal.of("chosen"))
                            .get())
                    .isInstanceOf(UnsatisfiedResolutionException.class);
        }
    }

    @ApplicationScoped
    static class OwnFactories {
        final RecordingConnectionFactory first = new RecordingConnectionFactory();
        final RecordingConnectionFactory second = new RecordingConnectionFactory();

        RecordingConnectionFactory first() {
            return first;
        }

        RecordingConnectionFactory second() {
            return second;
        }

        @Produces
        @Broker("first")
        ConnectionFactory makeFirst() {
            return first;
        }

        @Produces
        @Broker("second")
        ConnectionFactory makeSecond() {
            return second;
        }
    }

    @Dependent
    static class OfOwnFactories {
        @Inject
        @Broker("first")
        @Exchange("a")
        Publisher<Order> first;

        @Inject
        @Broker("second")
        @Exchange("b")
        Publisher<Order> second;

        @Inject
        @Broker("first")
        ConnectionFactory factory;

        @Inject
        @Exchange("c")
        Publisher<Order> ofDefault;
    }

    @Test
    void ownFactoriesAreToldApart() {
        try (SeContainer container = Containers.startWithoutFactory(OfOwnFactories.class, OwnFactories.class)) {
            OwnFactories own = container.select(OwnFactories.class).get();
            OfOwnFactories bean = container.select(OfOwnFactories.class).get();
            bean.first.send(ORDER);
            bean.second.send(ORDER);
            bean.second.send(ORDER);
            bean.ofDefault.send(ORDER);
            assertThat(own.first().published).hasSize(1);
            assertThat(own.second().published).hasSize(2);
            assertThat(opened("recording:default").published).hasSize(1);
            assertThat(bean.factory).isSameAs(own.first());
        }
    }

    @Test
    void ownFactoryGoesBeforeWhatIsSet() {
        properties.set("carrot.brokers.first.uri", "recording:first");
        try (SeContainer container = Containers.startWithoutFactory(OfOwnFactories.class, OwnFactories.class)) {
            container.select(OfOwnFactories.class).get().first.send(ORDER);
            assertThat(container.select(OwnFactories.class).get().first().published)
                    .hasSize(1);
            assertThat(RecordingProvider.OPENED).doesNotContainKey("recording:first");
        }
    }

    @Dependent
    static class Sender {}

    @Test
    void propertiesOfTheDefaultBroker() {
        properties.set("carrot.brokers.default.userName", "joe");
        try (SeContainer container = Containers.startWithoutFactory(Sender.class)) {
            container
                    .select(new TypeLiteral<Publisher<Order>>() {}, Exchange.Literal.of("looked up"))
                    .get()
                    .send(ORDER);
        }
        assertThat(opened("recording:default").last().exchange()).isEqualTo("looked up");
        assertThat(opened("recording:default").properties).isEqualTo(Map.of("userName", "joe"));
    }
}
