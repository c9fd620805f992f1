package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Publisher;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each delivery has a request context, a new one wherever the application could tell. */
@Timeout(60)
class ConsumedRequestTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    private final MemoryBroker broker = MemoryBroker.named("requests");

    @BeforeEach
    void open() {
        LOG.clear();
        System.setProperty("carrot.uri", broker.uri());
    }

    @AfterEach
    void remove() {
        System.clearProperty("carrot.uri");
        broker.remove();
    }

    /** What a request remembers, without being a bean. */
    private static final class Mark implements Contextual<StringBuilder> {
        static final Mark MARK = new Mark();

        @Override
        public StringBuilder create(CreationalContext<StringBuilder> context) {
            return new StringBuilder();
        }

        @Override
        public void destroy(StringBuilder instance, CreationalContext<StringBuilder> context) {
            LOG.add("destroyed " + instance);
        }
    }

    @ApplicationScoped
    static class Desk {
        @Inject
        BeanManager beans;

        @Inject
        @RoutingKey("requests")
        Publisher<String> requests;

        @Inject
        ConsumerRegistry consumers;

        ConsumerRegistry.State state() {
            return consumers.get("Desk.take").state();
        }

        @Consume(queue = @QueueDef("requests"))
        void take(String body) {
            Context request = beans.getContext(RequestScoped.class);
            LOG.add("took "
                    + request.get(Mark.MARK, beans.createCreationalContext(null))
                            .append(body));
        }

        void send(String... texts) {
            requests.sendAll(List.of(texts));
        }
    }

    @ApplicationScoped
    static class RequestLog {
        void begun(@Observes @Initialized(RequestScoped.class) Object event) {
            LOG.add("begun");
        }

        void ended(@Observes @Destroyed(RequestScoped.class) Object event) {
            LOG.add("ended");
        }
    }

    @ApplicationScoped
    static class EndLog {
        void ended(@Observes @Destroyed(RequestScoped.class) Object event) {
            LOG.add("ended");
        }
    }

    @ApplicationScoped
    static class Everything {
        void seen(@Observes Object event) {}
    }

    @RequestScoped
    static class OfRequest {}

    private static List<String> taken() {
        return LOG.stream().filter(line -> line.startsWith("took")).toList();
    }

    private void awaitTwo(SeContainer container) {
        Desk desk = container.select(Desk.class).get();
        Await.value("the consumer", BOUND, desk::state, ConsumerRegistry.State.RUNNING::equals);
        desk.send("a", "b");
        Await.until("both taken", BOUND, () -> taken().size() == 2);
    }

    private void assertOneForEach(Class<?> other) {
        try (SeContainer container = Containers.startWithoutFactory(Desk.class, other)) {
            awaitTwo(container);
        }
        assertThat(LOG).contains("destroyed a", "destroyed b");
        assertThat(taken()).containsExactly("took a", "took b");
    }

    @Test
    void aBeanOfTheRequestTellsThem() {
        assertOneForEach(OfRequest.class);
    }

    @Test
    void anObserverOfItsBeginAndEndTellsThem() {
        assertOneForEach(RequestLog.class);
        assertThat(LOG)
                .containsSubsequence(
                        "begun", "took a", "destroyed a", "ended", "begun", "took b", "destroyed b", "ended");
    }

    @Test
    void anObserverOfItsEndTellsThem() {
        assertOneForEach(EndLog.class);
    }

    @Test
    void anObserverOfEverythingTellsThem() {
        assertOneForEach(Everything.class);
    }

    @Test
    void whereNobodyCanTellTheThreadHasOneUntilItEnds() {
        try (SeContainer container = Containers.startWithoutFactory(Desk.class)) {
            awaitTwo(container);
            assertThat(taken()).containsExactly("took a", "took ab");
            assertThat(LOG).hasSize(2);
        }
        assertThat(LOG).contains("destroyed ab");
    }
}
