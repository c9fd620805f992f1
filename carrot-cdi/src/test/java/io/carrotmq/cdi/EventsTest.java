package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.ConnectionLost;
import io.carrotmq.event.ConsumerPaused;
import io.carrotmq.event.Unblocked;
import io.carrotmq.testkit.Await;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens at the brokers reaches observers. */
class EventsTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    private final SetProperties properties = new SetProperties();

    @BeforeEach
    void configure() {
        SEEN.clear();
        RecordingProvider.OPENED.clear();
        properties.set("carrot.uri", "recording:default");
        properties.set("carrot.brokers.billing.uri", "recording:billing");
    }

    @AfterEach
    void reset() {
        properties.restore();
    }

    private static RecordingConnectionFactory opened(String name) {
        return RecordingProvider.OPENED.get("recording:" + name);
    }

    /** The context class loader of who has started the application; OpenWebBeans has one of its own. */
    private static volatile ClassLoader application;

    @RequestScoped
    static class Note {
        String text;

        void set(String what) {
            text = what;
        }

        String get() {
            return text;
        }

        @PreDestroy
        void end() {
            SEEN.add("end of " + text);
        }
    }

    @ApplicationScoped
    static class Watch {
        @Inject
        Note note;

        void onLost(@Observes ConnectionLost event) {
            SEEN.add("lost " + event.connection() + " on "
                    + Thread.currentThread().getName().replaceAll("\\d", "")
                    + (Thread.currentThread().getContextClassLoader() == application ? "" : " foreign"));
        }

        void onLostOfBilling(@Observes @Broker("billing") ConnectionLost event) {
            SEEN.add("billing lost " + event.connection());
        }

        void onLostOfDefault(@Observes @Broker("") ConnectionLost event) {
            SEEN.add("default lost " + event.connection());
        }

        void onUnblocked(@Observes Unblocked event) {
            note.set(event.connection());
            SEEN.add("unblocked " + note.get());
            if (event.connection().equals("bad")) {
                throw new IllegalStateException("as the test wants");
            }
        }
    }

    @Dependent
    static class Sender {
        @Inject
        @Exchange("feed")
        Publisher<Order> orders;
    }

    private static void awaitSeen(String... what) {
        Await.until("seen " + List.of(what), Duration.ofSeconds(20), () -> SEEN.containsAll(List.of(what)));
    }

    @Test
    void observersOfTheirBrokersAndOfAll() {
        try (SeContainer container = Containers.startWithoutFactory(Watch.class, Note.class, Sender.class)) {
            application = Thread.currentThread().getContextClassLoader();
            assertThat(opened("default").listeners).hasSize(1);
            assertThat(opened("billing").listeners).hasSize(1);
            assertThat(opened("default").open).as("nothing connects to observe").hasValue(0);
            container.select(Sender.class).get().orders.send(new Order("1", List.of()));
            assertThat(opened("default").listeners).as("still once").hasSize(1);
            opened("default").happen(new ConnectionLost("a", "gone"));
            opened("billing").happen(new ConnectionLost("b", "gone"));
            awaitSeen("lost a on carrot-events-", "lost b on carrot-events-", "billing lost b", "default lost a");
            assertThat(SEEN).hasSize(4);
        }
        assertThat(opened("default").listeners).isEmpty();
        assertThat(opened("billing").listeners).isEmpty();
    }

    @Test
    void eachEventHasARequestOfItsOwnAndAFailureEndsNothing() {
        try (SeContainer container = Containers.startWithoutFactory(Watch.class, Note.class, Sender.class)) {
            application = Thread.currentThread().getContextClassLoader();
            assertThat(container.isRunning()).isTrue();
            opened("default").happen(new Unblocked("bad"));
            opened("default").happen(new Unblocked("good"));
            awaitSeen("end of good");
            assertThat(SEEN).containsExactly("unblocked bad", "end of bad", "unblocked good", "end of good");
        }
    }

    @ApplicationScoped
    static class WatchOfBilling {
        void onAny(@Observes @Broker("billing") BrokerEvent event) {
            SEEN.add(event.getClass().getSimpleName());
        }
    }

    @Test
    void onlyTheBrokerThatIsNamedIsObserved() {
        try (SeContainer container = Containers.startWithoutFactory(WatchOfBilling.class, Sender.class)) {
            application = Thread.currentThread().getContextClassLoader();
            assertThat(container.isRunning()).isTrue();
            assertThat(opened("default").listeners).isEmpty();
            opened("billing").happen(new Unblocked("b"));
            awaitSeen("Unblocked");
        }
    }

    @Test
    void withoutObserversNothingIsObserved() {
        try (SeContainer container = Containers.startWithoutFactory(Sender.class)) {
            application = Thread.currentThread().getContextClassLoader();
            container.select(Sender.class).get().orders.send(new Order("1", List.of()));
            assertThat(opened("default").listeners).isEmpty();
        }
    }

    @ApplicationScoped
    static class WatchOfConsumers {
        void onPaused(@Observes @Broker("billing") ConsumerPaused event) {
            SEEN.add("paused " + event.queue());
        }
    }

    @Dependent
    @Queue("of class")
    @Broker("billing")
    static class Taker extends ConsumerSupport<Order> {
        @Override
        protected void receive(Delivery<? extends Order> delivery) {}
    }

    @Dependent
    static class Receiver {
        @Inject
        @Queue("injected")
        @Broker("billing")
        Consumer<Order> inbox;

        @Inject
        @Queue("of both")
        @RoutingKey("of both")
        @Broker("billing")
        Messaging<Order> both;

        @Inject
        @Queue("elsewhere")
        Consumer<Order> elsewhere;

        @Inject
        Taker taker;
    }

    @Test
    void injectedConsumersAreObserved() {
        try (SeContainer container =
                Containers.startWithoutFactory(WatchOfConsumers.class, Receiver.class, Taker.class)) {
            Receiver receiver = container.select(Receiver.class).get();
            receiver.elsewhere.pause();
            receiver.inbox.pause();
            receiver.both.consumer().pause();
            receiver.taker.pause();
            awaitSeen("paused injected", "paused of both", "paused of class");
            assertThat(SEEN).hasSize(3);
        }
    }

    @Test
    void ownFactoryIsObserved() {
        try (SeContainer container = Containers.start(Watch.class, Note.class, Sender.class)) {
            application = Thread.currentThread().getContextClassLoader();
            assertThat(Containers.recording(container).listeners).hasSize(1);
            Containers.recording(container).happen(new ConnectionLost("own", "gone"));
            awaitSeen("lost own on carrot-events-");
        }
    }
}
