package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.CodecSettings;
import io.carrotmq.event.ConnectionLost;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with brokers, settings and what has been added to injection is said at deployment. */
class BrokerProblemsTest {
    private static final String HERE = BrokerProblemsTest.class.getName();

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

    private static AbstractStringAssert<?> problem(Class<?>... beans) {
        DeploymentException failed = catchThrowableOfType(
                DeploymentException.class,
                () -> Containers.startWithoutFactory(beans).close());
        assertThat(failed).as("the deployment was accepted").isNotNull();
        return assertThat(Throwables.getStackTrace(failed))
                .doesNotContain("WELD-001408")
                .doesNotContain("WELD-001409");
    }

    @Dependent
    static class OfUnknown {
        @Inject
        @Broker("biling")
        @Exchange("feed")
        Publisher<Order> orders;

        @Inject
        @Broker("biling")
        ConnectionFactory factory;

        @Inject
        @Broker("nowhere")
        Instance<ConsumerSet> sets;

        void onLost(@Observes @Broker("elsewhere") ConnectionLost event) {}

        @Produces
        @Broker("own")
        ConnectionFactory own() {
            return new RecordingConnectionFactory();
        }
    }

    @Test
    void unknownBroker() {
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        problem(OfUnknown.class)
                .contains("CARROT-0321 [" + HERE
                        + "$OfUnknown.orders] there is no broker 'biling'; known: [billing, own]; correct the name, set"
                        + " carrot.brokers.biling.uri to its address, or write a producer")
                .contains("CARROT-0321 [" + HERE + "$OfUnknown.factory] ")
                .contains("CARROT-0321 [" + HERE + "$OfUnknown.sets] there is no broker 'nowhere'")
                .contains("CARROT-0321 [" + HERE + "$OfUnknown.onLost] there is no broker 'elsewhere'");
    }

    @Dependent
    static class OfMalformed {
        @Inject
        @Broker("the billing")
        @Queue("inbox")
        Consumer<Order> orders;

        @Inject
        @Broker("default")
        ConsumerSet set;
    }

    @Test
    void malformedBroker() {
        properties.set("carrot.brokers.a b.uri", "recording:b");
        problem(OfMalformed.class)
                .contains("CARROT-0322 [" + HERE
                        + "$OfMalformed.orders] 'the billing' cannot be the name of a broker; expected 1 to 64 letters")
                .contains("CARROT-0322 [" + HERE + "$OfMalformed.set] 'default' cannot be")
                .contains("CARROT-0322 [carrot.brokers.a b] 'a b' cannot be");
    }

    @Dependent
    static class OfBroken {
        @Inject
        @Broker("billing")
        ConnectionFactory factory;
    }

    @Test
    void brokerThatCannotBeOpened() {
        properties.set("carrot.brokers.billing.uri", "nonsense:billing");
        problem(OfBroken.class)
                .contains("CARROT-0326 [broker billing] its address or properties are wrong (see the cause); correct"
                        + " carrot.brokers.billing.uri and carrot.brokers.billing.*")
                .contains("CARROT-0154");
    }

    @Test
    void brokerThatCannotBeOpenedAndOneThatIsNotThere() {
        properties.set("carrot.brokers.billing.uri", "nonsense:billing");
        problem(OfBroken.class, OfUnknown.class)
                .contains("CARROT-0326 [broker billing] ")
                .contains("CARROT-0321 [" + HERE + "$OfUnknown.factory] there is no broker 'biling'");
    }

    @Test
    void propertiesThatTheAdapterDoesNotKnow() {
        properties.set("carrot.brokers.billing.uri", "memory:problems");
        properties.set("carrot.brokers.billing.confirmTimeout", "1");
        problem(OfBroken.class).contains("CARROT-0326 [broker billing] ").contains("confirmTimeoutMillis");
    }

    @Test
    void propertiesOfABrokerThatIsNotThere() {
        properties.set("carrot.brokers.biling.userName", "joe");
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        problem(OfBroken.class).contains("CARROT-0320 [carrot.brokers.biling.userName] ");
    }

    @Dependent
    static class Observers {
        void onLost(@ObservesAsync ConnectionLost event) {}
    }

    @Test
    void asynchronousObserver() {
        problem(Observers.class).contains("CARROT-0323 [" + HERE + "$Observers.onLost] @ObservesAsync");
    }

    @Qualifier @Retention(RetentionPolicy.RUNTIME)
    @interface Fast {}

    @Dependent
    static class Modes {
        @Inject
        @TxMode(TransactionMode.NONE)
        @Queue("inbox")
        Consumer<Order> consumer;

        @Inject
        @TxMode(TransactionMode.NONE)
        ConsumerSet set;

        @Inject
        @TxMode(TransactionMode.NONE)
        ConnectionFactory factory;

        @Inject
        @TxMode(TransactionMode.NONE)
        @Fast
        Publisher<Order> own;

        @Inject
        @TxMode(TransactionMode.NONE)
        @Exchange("feed")
        Publisher<Order> right;

        @Produces
        @Fast
        static Publisher<Order> make(@Exchange("feed") Publisher<Order> publisher) {
            return publisher;
        }
    }

    @Test
    void transactionModeOfWhatDoesNotSend() {
        problem(Modes.class)
                .contains("CARROT-0324 [" + HERE + "$Modes.consumer] @TxMode has no meaning on a Consumer")
                .contains("CARROT-0324 [" + HERE + "$Modes.set] ")
                .contains("CARROT-0324 [" + HERE + "$Modes.factory] ")
                .contains("CARROT-0324 [" + HERE + "$Modes.own] @TxMode has no meaning on a io.carrotmq.Publisher<")
                .doesNotContain("$Modes.right");
    }

    @Dependent
    static class Places {
        @Inject
        Messaging<Order> nothing;

        @Inject
        @Queue("inbox")
        Messaging<Order> queueOnly;

        @Inject
        @Exchange("feed")
        Messaging<Order> exchangeOnly;

        @Inject
        @RoutingKey("key")
        @Queue(" ")
        Messaging<Order> blank;

        @Inject
        @RoutingKey("key")
        @Queue("inbox")
        @Text
        Messaging<Order> noCodec;

        @Inject
        @RoutingKey("key")
        @Queue("inbox")
        @SuppressWarnings("rawtypes")
        Messaging raw;

        @Inject
        @Broker("billing")
        Publisher<Order> brokerOnly;

        @Inject
        @RoutingKey("key")
        @Queue("inbox")
        @Json
        Messaging<Order> right;
    }

    @Test
    void placesOfMessaging() {
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        problem(Places.class)
                .contains("CARROT-0301 [" + HERE + "$Places.nothing] a Messaging is injected without a place")
                .contains("CARROT-0302 [" + HERE + "$Places.nothing] a Messaging is injected without a queue")
                .contains("CARROT-0301 [" + HERE + "$Places.queueOnly] ")
                .contains("CARROT-0302 [" + HERE + "$Places.exchangeOnly] ")
                .contains("CARROT-0305 [" + HERE + "$Places.blank] ")
                .contains("CARROT-0311 [" + HERE + "$Places.noCodec] the Messaging has no codec")
                .contains("CARROT-0303 [" + HERE + "$Places.raw] ")
                .contains("CARROT-0301 [" + HERE + "$Places.brokerOnly] ")
                .doesNotContain("$Places.right");
    }

    @Dependent
    static class Misplaced {
        @Inject
        @Queue("inbox")
        ConsumerSet set;

        @Inject
        @Json
        ConsumerSet encoded;

        @Inject
        @Exchange("feed")
        ConnectionFactory factory;

        @Inject
        @Broker("billing")
        @Fast
        ConnectionFactory foreign;
    }

    @Test
    void qualifiersOfWhatHasNoPlace() {
        properties.set("carrot.brokers.billing.uri", "recording:billing");
        problem(Misplaced.class)
                .contains(
                        "CARROT-0309 [" + HERE
                                + "$Misplaced.set] @Queue has no meaning on a ConsumerSet; remove it, a ConsumerSet takes @Broker")
                .contains("CARROT-0309 [" + HERE + "$Misplaced.encoded] @Json has no meaning")
                .contains(
                        "CARROT-0309 [" + HERE + "$Misplaced.factory] @Exchange has no meaning on a ConnectionFactory")
                .contains("CARROT-0310 [" + HERE + "$Misplaced.foreign] ");
    }

    @Dependent
    static class Shop {
        @Inject
        @Exchange("feed")
        Publisher<Order> orders;
    }

    @Test
    void settings() {
        properties.set("carrot.publishers.Shop.orders.txMode", "sometimes");
        properties.set("carrot.publishers.Shop.orders.exchnage", "other");
        properties.set("carrot.consumers.Nobody.inbox.queue", "other");
        properties.set("carrot.publisher.Shop.orders.exchange", "other");
        problem(Shop.class)
                .contains("CARROT-0317 [carrot.publishers.Shop.orders.txMode] system property"
                        + " carrot.publishers.Shop.orders.txMode is 'sometimes', which @TxMode.value cannot be; expected one of"
                        + " SYNCHRONIZATION, LOCAL, AFTER_COMMIT, TX, NONE")
                .contains("CARROT-0319 [carrot.publishers.Shop.orders.exchnage] ")
                .contains("; the nearest that there is: carrot.publishers.Shop.orders.exchange;")
                .contains("CARROT-0319 [carrot.publisher.Shop.orders.exchange] ")
                .contains("CARROT-0320 [carrot.consumers.Nobody.inbox.queue] ");
    }

    @Test
    void whereSeveralApplicationsHaveTheSameSettingsThoseOfOthersAreNotWrong() {
        properties.set("java.naming.factory.initial", EmptyNaming.class.getName());
        properties.set("carrot.consumers.Nobody.inbox.queue", "other");
        properties.set("carrot.brokers.others.userName", "joe");
        Containers.startWithoutFactory(Shop.class).close();
        properties.set("carrot.publishers.Shop.orders.exchnage", "other");
        problem(Shop.class)
                .contains("CARROT-0319 [carrot.publishers.Shop.orders.exchnage] ")
                .doesNotContain("Nobody")
                .doesNotContain("others");
    }

    @Test
    void inAContainerABrokerMayBeBoundLater() {
        properties.set("java.naming.factory.initial", EmptyNaming.class.getName());
        try (var container = Containers.startWithoutFactory(OfBroken.class)) {
            OfBroken bean = container.select(OfBroken.class).get();
            assertThat(catchThrowableOfType(ConfigurationException.class, bean.factory::connect))
                    .hasMessageStartingWith("CARROT-0313 [broker billing] ")
                    .hasMessageContaining("'java:/eis/billing' (NameNotFoundException)");
            EmptyNaming.BOUND.put("java:/eis/billing", new RecordingConnectionFactory());
            assertThat(bean.factory.connect()).isNotNull();
        } finally {
            EmptyNaming.BOUND.clear();
        }
    }

    /** Sees the folder's services, and loads this test's classes itself, as a server does with an application's. */
    private static final class ModuleLoader extends URLClassLoader {
        ModuleLoader(Path folder) throws MalformedURLException {
            super(
                    new URL[] {
                        folder.toUri().toURL(),
                        BrokerProblemsTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    BrokerProblemsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith(HERE)) {
                    Class<?> known = findLoadedClass(name);
                    return known == null ? findClass(name) : known;
                }
                return super.loadClass(name, resolve);
            }
        }
    }

    public static class OneCsv implements CodecProvider {
        @Override
        public String mediaType() {
            return "text/rival";
        }

        @Override
        public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
            return Optional.empty();
        }
    }

    public static class OtherCsv implements CodecProvider {
        @Override
        public String mediaType() {
            return "Text/Rival; charset=utf-8";
        }

        @Override
        public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
            return Optional.empty();
        }
    }

    @Dependent
    public static class OfRivals {
        @Inject
        @Exchange("feed")
        Publisher<Order> orders;
    }

    @Test
    void twoCodecProvidersForOneMediaType(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(
                services.resolve("io.carrotmq.codec.CodecProvider"),
                List.of(OneCsv.class.getName(), OtherCsv.class.getName()));
        try (ModuleLoader module = new ModuleLoader(folder)) {
            problem(module.loadClass(OfRivals.class.getName()))
                    .contains(
                            "CARROT-0327 [text/rival] 2 codec providers of the application are for this media type, at"
                                    + " most 1 is possible: " + OneCsv.class.getName() + ", "
                                    + OtherCsv.class.getName());
        }
    }
}
