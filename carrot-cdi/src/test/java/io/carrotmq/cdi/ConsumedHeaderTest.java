package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetters;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.event.ConsumerStarted;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Headers on their way from a sender to a method of a generic superclass. */
@Timeout(60)
class ConsumedHeaderTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    abstract static class Counting<T> {
        private final List<String> log = new CopyOnWriteArrayList<>();

        @Consume(queue = @QueueDef("orders"))
        void on(T body, @Header("count") Integer count, @Header("tenant") Optional<String> tenant) {
            log.add(name(body) + " " + count + " " + tenant.orElse("nobody"));
        }

        abstract String name(T body);

        List<String> log() {
            return log;
        }
    }

    @ApplicationScoped
    static class Counter extends Counting<Order> {
        private final CountDownLatch started = new CountDownLatch(1);

        @Inject
        @RoutingKey("orders")
        Publisher<Order> orders;

        @Inject
        ConnectionFactory connections;

        @Override
        String name(Order order) {
            return order.id();
        }

        void send(String id, String count) {
            orders.with(options -> options.header("count", count)).send(new Order(id, List.of()));
        }

        ConnectionFactory connections() {
            return connections;
        }

        void started(@Observes ConsumerStarted event) {
            started.countDown();
        }

        CountDownLatch started() {
            return started;
        }
    }

    @Test
    void headerThatDoesNotFitGoesToTheDeadLettersAtOnce() throws InterruptedException {
        MemoryBroker broker = MemoryBroker.named("headers");
        System.setProperty("carrot.uri", broker.uri());
        try (SeContainer container = Containers.startWithoutFactory(Counter.class)) {
            Counter counter = container.select(Counter.class).get();
            assertThat(counter.started().await(30, TimeUnit.SECONDS)).isTrue();
            counter.send("1", "many");
            counter.send("2", "7");
            Await.until("the second", BOUND, () -> !counter.log().isEmpty());
            DeadLetters letters = DeadLetters.in(counter.connections(), "orders.dlq");
            Await.until("the first", BOUND, () -> letters.count() == 1);
            assertThat(counter.log()).containsExactly("2 7 nobody");
            assertThat(letters.browse(1)).singleElement().satisfies(letter -> {
                assertThat(letter.attempts()).isOne();
                assertThat(letter.reason()).isEqualTo(io.carrotmq.DeadLetter.UNDECODABLE);
                assertThat(letter.message()).contains("CARROT-0373").contains("'count'");
            });
        } finally {
            System.clearProperty("carrot.uri");
            broker.remove();
        }
    }
}
