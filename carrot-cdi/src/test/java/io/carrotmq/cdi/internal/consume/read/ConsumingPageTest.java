package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Outcome;
import io.carrotmq.Properties;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Bind;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.DeadLetter;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.Json;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.cdi.Retry;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.topology.Binding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The code on the page about consuming. */
class ConsumingPageTest {
    /** What is ordered. */
    public record Order(String id, String customer, int amount) {}

    /** What it costs. */
    public record Price(int cents) {}

    /** Nothing can be done about it. */
    static class UnknownProduct extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    // tag::declaring
    @ApplicationScoped
    static class Billing {
        @Consume(
                queue = @QueueDef("billing"),
                bind = @Bind(exchange = "orders", type = "topic", keys = "order.#"),
                concurrency = 8)
        @Retry(max = 5, delay = "2s", abortOn = UnknownProduct.class)
        void bill(Order order) {
            book(order);
        }
        // end::declaring

        private void book(Order order) {
            if (order.amount() < 0) {
                throw new UnknownProduct();
            }
        }
        // tag::declaring
    }

    // end::declaring

    // tag::places
    @Dependent
    static class Places {
        /** The queue exists; neither it nor anything else is declared. */
        @Consume("audit")
        void audit(byte[] body) {}

        /** A queue of this connection alone, named by the broker: each instance of the application gets each message. */
        @Consume(queue = @QueueDef(exclusive = true), bind = @Bind(exchange = "news", type = "fanout"))
        void listen(String news) {}
    }

    // end::places

    // tag::parameters
    @ApplicationScoped
    static class Parameters {
        @Consume("orders")
        void body(@Json Order order) {} // in this format only; without a qualifier in any that has a codec

        @Consume("orders")
        void all(
                Order order,
                Delivery<Order> delivery,
                Properties properties,
                Envelope envelope,
                @Header("tenant") String tenant,
                @Header("placed") Optional<Instant> placed) {}

        @Consume("signals")
        void nothing() {}
    }

    // end::parameters

    @ApplicationScoped
    static class Outcomes {
        private boolean busy;

        // tag::outcomes
        @Consume("orders")
        Outcome handle(Order order) {
            if (order.customer() == null) {
                return Outcome.deadLetter("no customer");
            }
            return busy ? Outcome.requeue() : Outcome.ack();
        }

        // end::outcomes

        void setBusy() {
            busy = true;
        }
    }

    @ApplicationScoped
    static class Ordered {
        private final List<Order> seen = new ArrayList<>();

        // tag::ordered
        @Consume(value = "orders", concurrency = 16, orderBy = "body:customer")
        void handle(Order order) {
            seen.add(order);
        }
        // end::ordered
    }

    @ApplicationScoped
    static class Batches {
        // tag::batch
        @Consume("orders")
        @Batch(max = 500, within = "200ms")
        List<Outcome> store(List<Order> orders) {
            return orders.stream()
                    .map(order -> order.amount() > 0 ? Outcome.ack() : Outcome.deadLetter("nothing ordered"))
                    .toList();
        }
        // end::batch
    }

    @ApplicationScoped
    static class Prices {
        // tag::reply
        @Consume("prices")
        @Json
        Price price(Order order) {
            return new Price(order.amount() * 100);
        }

        @Consume("slow-prices")
        CompletionStage<Price> slowPrice(Order order) {
            return CompletableFuture.supplyAsync(() -> new Price(order.amount() * 100));
        }
        // end::reply
    }

    @ApplicationScoped
    static class Ledger {
        // tag::transaction
        @Consume("payments")
        @Transactional
        @DeadLetter(queue = "payments.failed", stackTrace = true)
        void pay(Order order) {}
        // end::transaction
    }

    private static Map<String, ConsumerPlan> plans(Reading reading) {
        return reading.plans().stream().collect(Collectors.toMap(ConsumerPlan::id, Function.identity()));
    }

    private static Object call(Reading reading, ConsumerPlan plan, Order order) throws Throwable {
        try (TargetMethod.Target target = plan.target().open(reading.beans())) {
            Handed<Order> delivery = Handed.of(order);
            return plan.batch() == null ? target.call(delivery) : target.call(List.of(delivery));
        }
    }

    @Test
    void declaring() {
        ConsumerPlan plan = Reading.plan(Billing.class);
        assertThat(plan.options().topology().bindings()).containsExactly(Binding.queue("orders", "billing", "order.#"));
        assertThat(plan.options().redelivery().delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(plan.retriable().test(new UnknownProduct())).isFalse();
    }

    @Test
    void placesAndParameters() {
        try (Reading reading = Reading.of(Places.class, Parameters.class)) {
            Map<String, ConsumerPlan> plans = plans(reading);
            assertThat(plans.get("Places.audit").options().topology().isEmpty()).isTrue();
            assertThat(plans.get("Places.listen").queue()).isEmpty();
            assertThat(plans.get("Parameters.body").decoder().type()).isEqualTo(Order.class);
            assertThat(plans.get("Parameters.all").decoder().type()).isEqualTo(Order.class);
            assertThat(plans.get("Parameters.nothing").decoder().type()).isEqualTo(byte[].class);
        }
    }

    @Test
    void returnedValues() throws Throwable {
        try (Reading reading = Reading.of(Outcomes.class, Batches.class, Prices.class)) {
            Map<String, ConsumerPlan> plans = plans(reading);
            Order order = new Order("1", "acme", 2);
            assertThat(call(reading, plans.get("Outcomes.handle"), order)).isEqualTo(Outcome.ack());
            assertThat(call(reading, plans.get("Batches.store"), order)).isEqualTo(List.of(Outcome.ack()));
            assertThat(call(reading, plans.get("Prices.price"), order)).isEqualTo(new Price(200));
            assertThat(plans.get("Prices.slowPrice").reply().contentType()).isEqualTo("application/json");
        }
    }

    @Test
    void orderAndTransaction() {
        try (Reading reading = Reading.of(Ordered.class, Ledger.class)) {
            Map<String, ConsumerPlan> plans = plans(reading);
            assertThat(plans.get("Ordered.handle").lane().apply(Handed.of(new Order("1", "acme", 2))))
                    .isEqualTo("acme");
            assertThat(plans.get("Ledger.pay").transacted()).isTrue();
            assertThat(plans.get("Ledger.pay").options().deadLettering().stackTrace())
                    .isTrue();
        }
    }
}
