package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.Publisher;
import io.carrotmq.event.ConsumerStarted;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods that consume, from their annotations to the broker. */
@Timeout(60)
class ConsumeTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    private final MemoryBroker broker = MemoryBroker.named("consume");

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

    private static void awaitLog(String... entries) {
        Await.value("the log", BOUND, () -> List.copyOf(LOG), log -> log.containsAll(List.of(entries)));
    }

    @ApplicationScoped
    static class Sender {
        @Inject
        @RoutingKey("orders")
        Publisher<String> orders;

        @Inject
        ConsumerRegistry consumers;

        void send(String... texts) {
            orders.sendAll(List.of(texts));
        }

        ConsumerRegistry consumers() {
            return consumers;
        }

        void started(@Observes ConsumerStarted event) {
            LOG.add("started " + event.consumer());
        }
    }

    @Dependent
    static class Desk {
        @PostConstruct
        void open() {
            LOG.add("open");
        }

        @Consume(queue = @QueueDef("orders"))
        void take(String order) {
            LOG.add("take " + order + " " + System.identityHashCode(this));
        }

        @PreDestroy
        void close() {
            LOG.add("close");
        }
    }

    @Test
    void aDependentBeanLivesAsLongAsItsConsumer() {
        try (SeContainer container = Containers.startWithoutFactory(Sender.class, Desk.class)) {
            Sender sender = container.select(Sender.class).get();
            awaitLog("started Desk.take");
            sender.send("a", "b");
            Await.until(
                    "both",
                    BOUND,
                    () -> LOG.stream().filter(each -> each.startsWith("take")).count() == 2);
            assertThat(sender.consumers().ids()).containsExactly("Desk.take");
            assertThat(sender.consumers().get("Desk.take").queue()).isEqualTo("orders");
            assertThat(LOG).doesNotContain("close");
        }
        assertThat(LOG).filteredOn("open"::equals).hasSize(1);
        assertThat(LOG).filteredOn("close"::equals).hasSize(1);
        assertThat(LOG.stream().filter(each -> each.startsWith("take")).map(each -> each.substring(7)))
                .as("the instance of each call")
                .hasSize(2)
                .satisfies(all -> assertThat(all.stream().distinct()).hasSize(1));
    }

    @RequestScoped
    static class Visit {
        private static final AtomicInteger COUNT = new AtomicInteger();
        private int number;

        @PostConstruct
        void begin() {
            number = COUNT.incrementAndGet();
        }

        int number() {
            return number;
        }

        @PreDestroy
        void end() {
            LOG.add("end " + number);
        }
    }

    @ApplicationScoped
    static class Counter {
        @Inject
        Visit visit;

        @Consume(queue = @QueueDef("orders"), concurrency = 2)
        void take(String order) {
            LOG.add(order + " " + visit.number() + " " + visit.number());
        }
    }

    @Test
    void eachDeliveryHasARequestContextOfItsOwn() {
        Visit.COUNT.set(0);
        try (SeContainer container = Containers.startWithoutFactory(Sender.class, Counter.class, Visit.class)) {
            awaitLog("started Counter.take");
            container.select(Sender.class).get().send("a", "a", "a");
            awaitLog("a 1 1", "a 2 2", "a 3 3", "end 1", "end 2", "end 3");
        }
    }

    @RequestScoped
    static class Form {
        @Consume(queue = @QueueDef("orders"))
        @Retry(max = 1)
        void take(Delivery<String> order) {
            LOG.add("form " + System.identityHashCode(this) + " " + order.body());
            if (order.body().equals("bad")) {
                throw new IllegalArgumentException("bad");
            }
        }

        @PreDestroy
        void end() {
            LOG.add("end");
        }
    }

    @Test
    void aRequestScopedBeanIsOfOneDelivery() {
        try (SeContainer container = Containers.startWithoutFactory(Sender.class, Form.class);
                ConnectionFactory connections = ConnectionFactory.open(broker.uri())) {
            awaitLog("started Form.take");
            container.select(Sender.class).get().send("good", "bad");
            Await.until(
                    "two ends", BOUND, () -> LOG.stream().filter("end"::equals).count() == 2);
            DeadLetters letters = DeadLetters.in(connections, "orders.dlq");
            Await.until("the dead letter", BOUND, () -> letters.count() == 1);
        }
    }

    @ApplicationScoped
    static class Ledger {
        @Transactional
        @Consume(queue = @QueueDef("orders"))
        void book(String order) {
            LOG.add("book " + order);
        }
    }

    @Transactional
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_BEFORE)
    static class Transactions {
        @AroundInvoke
        Object around(InvocationContext call) throws Exception {
            LOG.add("begin");
            try {
                return call.proceed();
            } finally {
                LOG.add("end");
            }
        }
    }

    @Test
    void transactionsThatNothingImplementsAreAProblem() {
        DeploymentException problem = Containers.problemWithoutFactory(Sender.class, Ledger.class);
        assertThat(problem).hasMessageContaining("CARROT-0375").hasMessageContaining("Ledger.book");
    }

    @Test
    void transactionsAreLeftToAnInterceptorWhereNothingElseHasThem() {
        try (SeContainer container = Containers.startWithoutFactory(Sender.class, Ledger.class, Transactions.class)) {
            awaitLog("started Ledger.book");
            container.select(Sender.class).get().send("a");
            awaitLog("begin", "book a", "end");
        }
        assertThat(LOG).containsSubsequence("begin", "book a", "end");
    }
}
