package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CarrotException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Messaging;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Publisher;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.scenario.Csv;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.cdi.scenario.Price;
import io.carrotmq.codec.Codecs;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything that is injected besides plain publishers and consumers, how it ends, and what is set in place of annotations. */
class InjectedThingsTest {
    private static final Order ORDER = new Order("1", List.of("pen"));

    private final SetProperties properties = new SetProperties();
    private SeContainer container;

    @AfterEach
    void close() {
        if (container != null) {
            container.close();
        }
        properties.restore();
    }

    private <T> T start(Class<T> bean, Class<?>... more) {
        Class<?>[] all = java.util.stream.Stream.concat(java.util.stream.Stream.of(bean), java.util.Arrays.stream(more))
                .toArray(Class<?>[]::new);
        container = Containers.start(all);
        return container.select(bean).get();
    }

    private OutgoingMessage last() {
        return Containers.recording(container).last();
    }

    @Dependent
    static class Hands {
        @Inject
        @RoutingKey("inbox")
        @Queue("inbox")
        Messaging<Order> json;

        final Messaging<Price> csv;

        @Inject
        @Exchange("any")
        @Queue("any")
        Instance<Messaging<Order>> instance;

        @Inject
        @Any
        Instance<Messaging<Order>> any;

        @Inject
        Hands(@RoutingKey("prices") @Queue("prices") @Csv Messaging<Price> csv) {
            this.csv = csv;
        }
    }

    @Test
    void messaging() {
        Hands hands = start(Hands.class);
        hands.json.send(ORDER);
        assertThat(hands.json.fetch().orElseThrow().body()).isEqualTo(ORDER);
        Price price = new Price("pen", 2);
        hands.csv.send(price);
        assertThat(last().properties().contentType()).isEqualTo("text/csv");
        assertThat(hands.csv.fetch().orElseThrow().body()).isEqualTo(price);
        hands.instance.get().send(ORDER);
        assertThat(last().exchange()).isEqualTo("any");
        hands.any
                .select(RoutingKey.Literal.of("late"), Queue.Literal.of("late"))
                .get()
                .send(ORDER);
        assertThat(last().routingKey()).isEqualTo("late");
        assertThatThrownBy(() -> hands.any.select(Queue.Literal.of("late")).get())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0301 ");
    }

    @Dependent
    static class Sets {
        @Inject
        ConsumerSet set;

        @Inject
        Instance<ConsumerSet> instance;

        @Inject
        Provider<ConsumerSet> provider;

        @Inject
        @Any
        Instance<ConsumerSet> any;
    }

    @Test
    void consumerSets() throws InterruptedException {
        Sets sets = start(Sets.class);
        Codecs codecs = Codecs.of(getClass().getClassLoader());
        container
                .select(new TypeLiteral<Publisher<Order>>() {}, RoutingKey.Literal.of("inbox"))
                .get()
                .send(ORDER);
        assertThat(sets.set
                        .add("inbox", codecs.decoder(Order.class), SubscribeOptions.DEFAULT)
                        .receive(Duration.ZERO))
                .hasValueSatisfying(delivery -> assertThat(delivery.body()).isEqualTo(ORDER));
        assertThat(List.of(sets.instance.get(), sets.provider.get(), sets.any.get()))
                .doesNotContain(sets.set)
                .doesNotHaveDuplicates();
    }

    static class OwnSet {
        static final ConsumerSet OWN = ConsumerSet.of(new RecordingConnectionFactory());

        @Produces
        ConsumerSet set() {
            return OWN;
        }
    }

    @Test
    void consumerSetOfTheApplicationsOwn() {
        assertThat(start(Sets.class, OwnSet.class).set).isSameAs(OwnSet.OWN);
    }

    @Dependent
    static class Modes {
        @Inject
        @Exchange("feed")
        @TxMode(TransactionMode.AFTER_COMMIT)
        Publisher<Order> field;

        @Inject
        @Exchange("feed")
        Publisher<Order> plain;

        @Inject
        @Exchange("feed")
        @TxMode(TransactionMode.NONE)
        Instance<Publisher<Order>> instance;

        final Messaging<Order> parameter;

        @Inject
        Modes(@Exchange("feed") @Queue("inbox") @TxMode(TransactionMode.SYNCHRONIZATION) Messaging<Order> parameter) {
            this.parameter = parameter;
        }
    }

    @Test
    void transactionModes() {
        Modes modes = start(Modes.class);
        modes.field.send(ORDER);
        assertThat(last().transactionMode()).isEqualTo(TransactionMode.AFTER_COMMIT);
        modes.plain.send(ORDER);
        assertThat(last().transactionMode()).isNull();
        modes.instance.get().send(ORDER);
        assertThat(last().transactionMode()).isEqualTo(TransactionMode.NONE);
        modes.parameter.send(ORDER);
        assertThat(last().transactionMode()).isEqualTo(TransactionMode.SYNCHRONIZATION);
    }

    @Dependent
    static class Shop {
        @Inject
        @Exchange("feed")
        Publisher<Order> orders;

        @Inject
        @Queue("inbox")
        Consumer<Order> inbox;

        @Inject
        Publisher<Order> unplaced;

        @Inject
        @Exchange("feed")
        Instance<Publisher<Order>> instance;

        @Inject
        @Any
        Instance<Publisher<Order>> any;

        Messaging<Order> both;

        @Inject
        void initialize(Publisher<Order> first, @Exchange("feed") @Queue("inbox") Messaging<Order> second) {
            both = second;
            first.close();
        }
    }

    @Test
    void whatIsSetTakesThePlaceOfAnnotations() {
        properties.set("carrot.publishers.Shop.orders.exchange", "other");
        properties.set("carrot.publishers.Shop.orders.routingKey", "key");
        properties.set("carrot.publishers.Shop.orders.txMode", "none");
        properties.set("carrot.consumers.Shop.inbox.queue", "outbox");
        properties.set("carrot.publishers.Shop.unplaced.routingKey", "found");
        properties.set("carrot.publishers.Shop.instance.exchange", "of instance");
        properties.set("carrot.publishers.Shop.initialize.1.exchange", "first");
        properties.set("carrot.publishers.Shop.initialize.2.exchange", "second");
        properties.set("carrot.consumers.Shop.initialize.2.queue", "of second");
        Shop shop = start(Shop.class);
        shop.orders.send(ORDER);
        assertThat(last().exchange()).isEqualTo("other");
        assertThat(last().routingKey()).isEqualTo("key");
        assertThat(last().transactionMode()).isEqualTo(TransactionMode.NONE);
        shop.unplaced.send(ORDER);
        assertThat(last().routingKey()).isEqualTo("found");
        shop.instance.get().send(ORDER);
        assertThat(last().exchange()).isEqualTo("of instance");
        shop.any.select(Exchange.Literal.of("chosen")).get().send(ORDER);
        assertThat(last().exchange()).isEqualTo("chosen");
        shop.both.send(ORDER);
        assertThat(last().exchange()).isEqualTo("second");
        shop.inbox.fetch();
        shop.both.fetch();
        assertThat(Containers.recording(container).asked)
                .extracting(each -> each.get(0))
                .containsExactly("outbox", "of second");
    }

    @Test
    void brokerThatIsSet() {
        RecordingProvider.OPENED.clear();
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        properties.set("carrot.publishers.Shop.orders.broker", "billing");
        properties.set("carrot.publishers.Shop.unplaced.routingKey", "x");
        properties.set("carrot.publishers.Shop.initialize.1.routingKey", "x");
        start(Shop.class).orders.send(ORDER);
        assertThat(RecordingProvider.OPENED.get("recording:billing").published).hasSize(1);
    }

    @Dependent
    static class Several {
        @Inject
        ConsumerSet set;
    }

    @Test
    void brokerThatIsSetForAConsumerSet() {
        RecordingProvider.OPENED.clear();
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        properties.set("carrot.consumers.Several.set.broker", "nowhere");
        assertThat(Containers.problem(Several.class))
                .hasStackTraceContaining(
                        "CARROT-0321 [" + Several.class.getName() + ".set] there is no broker 'nowhere'");
        properties.set("carrot.consumers.Several.set.broker", "billing");
        container = Containers.start(Several.class);
        assertThat(container.select(Several.class).get().set).isNotNull();
    }

    @Dependent
    static class Owner {
        @Inject
        @Exchange("feed")
        Publisher<Order> publisher;

        @Inject
        @Queue("inbox")
        Consumer<Order> consumer;

        @Inject
        @RoutingKey("inbox")
        @Queue("inbox")
        Messaging<Order> messaging;

        @Inject
        ConsumerSet set;
    }

    @Test
    void whatWasInjectedEndsWithItsBean() {
        container = Containers.start(Owner.class);
        Instance.Handle<Owner> handle = container.select(Owner.class).getHandle();
        Owner owner = handle.get();
        owner.publisher.send(ORDER);
        owner.consumer.fetch();
        owner.messaging.fetch();
        handle.destroy();
        assertThat(Containers.recording(container).open).hasValue(0);
        assertThatThrownBy(() -> owner.publisher.send(ORDER)).isInstanceOf(CarrotException.class);
        assertThatThrownBy(() -> owner.consumer.fetch()).isInstanceOf(CarrotException.class);
        assertThatThrownBy(() -> owner.messaging.send(ORDER)).isInstanceOf(CarrotException.class);
        assertThatThrownBy(() -> owner.set.receive(Duration.ZERO)).isInstanceOf(CarrotException.class);
    }

    @Test
    void whatWasLookedUpEndsWhenItIsDestroyed() {
        container = Containers.start(Owner.class);
        Instance<Publisher<Order>> publishers =
                CDI.current().select(new TypeLiteral<Publisher<Order>>() {}, Exchange.Literal.of("programmatic"));
        Publisher<Order> publisher = publishers.get();
        publisher.send(ORDER);
        assertThat(last().exchange()).isEqualTo("programmatic");
        publishers.destroy(publisher);
        assertThatThrownBy(() -> publisher.send(ORDER)).isInstanceOf(CarrotException.class);
        Instance<Consumer<Order>> consumers =
                CDI.current().select(new TypeLiteral<Consumer<Order>>() {}, Queue.Literal.of("programmatic"));
        Consumer<Order> consumer = consumers.get();
        consumer.fetch();
        consumers.destroy(consumer);
        assertThat(Containers.recording(container).open).hasValue(0);
    }

    @Test
    void withoutInjectionPointThereIsNothingToGoBy() {
        container = Containers.start(Owner.class);
        BeanManager beans = container.getBeanManager();
        Bean<?> bean = beans.resolve(
                beans.getBeans(new TypeLiteral<Publisher<Order>>() {}.getType(), Exchange.Literal.of("x")));
        assertThatThrownBy(() -> beans.getReference(bean, Publisher.class, beans.createCreationalContext(bean)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0325 [Publisher] ");
    }
}
