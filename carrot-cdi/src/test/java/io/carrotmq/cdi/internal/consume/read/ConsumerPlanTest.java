package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Acknowledgement;
import io.carrotmq.DeadLettering;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.Argument;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Bind;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.DeadLetter;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.cdi.Retry;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written becomes a plan. */
class ConsumerPlanTest {
    @ApplicationScoped
    static class Plain {
        @Consume("orders")
        void onOrder(Order order) {}
    }

    @Test
    void defaults() {
        ConsumerPlan plan = Reading.plan(Plain.class);
        assertThat(plan.id()).isEqualTo("Plain.onOrder");
        assertThat(plan.method()).isEqualTo(Plain.class.getName() + ".onOrder");
        assertThat(plan.broker()).isEmpty();
        assertThat(plan.module()).isSameAs(Plain.class.getClassLoader());
        assertThat(plan.queue()).isEqualTo("orders");
        assertThat(plan.options()).isEqualTo(SubscribeOptions.DEFAULT);
        assertThat(plan.decoder().type()).isEqualTo(Order.class);
        assertThat(plan.concurrency()).isOne();
        assertThat(plan.lane()).isNull();
        assertThat(plan.timeout()).isZero();
        assertThat(plan.drain()).isEqualTo(Duration.ofSeconds(10));
        assertThat(plan.autoStart()).isTrue();
        assertThat(plan.batch()).isNull();
        assertThat(plan.retriable().test(new Exception())).isTrue();
        assertThat(plan.transacted()).isFalse();
        assertThat(plan.reply()).isNull();
    }

    @ApplicationScoped
    static class Full {
        @Consume(
                queue =
                        @QueueDef(
                                value = "orders",
                                type = QueueType.CLASSIC,
                                durable = false,
                                autoDelete = true,
                                ttl = "10m",
                                expires = "1h",
                                maxLength = 1_000,
                                maxLengthBytes = 1_000_000,
                                overflow = Overflow.REJECT_PUBLISH,
                                maxPriority = 5,
                                singleActiveConsumer = true,
                                arguments = {
                                    @Argument(name = "x-lazy", value = "true"),
                                    @Argument(name = "x-number", value = "-12"),
                                    @Argument(name = "x-text", value = "007")
                                }),
                bind = {
                    @Bind(
                            exchange = "shop",
                            type = "topic",
                            keys = {"order.#", "refund.#"}),
                    @Bind(
                            exchange = "audit",
                            type = "headers",
                            durable = false,
                            autoDelete = true,
                            arguments = @Argument(name = "tenant", value = "acme"))
                },
                id = "orders-1",
                prefetch = 50,
                concurrency = 8,
                orderBy = "routingKey",
                timeout = "30s",
                drain = "0s",
                exclusive = true,
                arguments = @Argument(name = "x-priority", value = "3"),
                autoStart = false)
        @Retry(
                max = 5,
                delay = "500ms",
                multiplier = 3,
                maxDelay = "2m",
                jitter = 0.1,
                mode = Redelivery.Mode.DELAY_QUEUE,
                on = RuntimeException.class,
                abortOn = IllegalArgumentException.class)
        @DeadLetter(exchange = "dead", routingKey = "orders", stackTrace = true)
        void onOrder(Order order) {}
    }

    @Test
    void everyMember() {
        ConsumerPlan plan = Reading.plan(Full.class);
        assertThat(plan.id()).isEqualTo("orders-1");
        assertThat(plan.concurrency()).isEqualTo(8);
        assertThat(plan.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plan.drain()).isZero();
        assertThat(plan.autoStart()).isFalse();
        assertThat(plan.options())
                .isEqualTo(SubscribeOptions.DEFAULT
                        .prefetch(50)
                        .exclusive(true)
                        .acknowledgement(Acknowledgement.MANUAL)
                        .arguments(Map.of("x-priority", 3L))
                        .topology(plan.options().topology())
                        .redelivery(new Redelivery(
                                5, Duration.ofMillis(500), 3, Duration.ofMinutes(2), 0.1, Redelivery.Mode.DELAY_QUEUE))
                        .deadLettering(
                                DeadLettering.toExchange("dead", "orders").withStackTrace()));
        assertThat(plan.retriable().test(new IllegalStateException())).isTrue();
        assertThat(plan.retriable().test(new NumberFormatException())).isFalse();
        assertThat(plan.retriable().test(new Exception())).isFalse();
    }

    @Test
    void everyDeclaration() {
        Topology topology = Reading.plan(Full.class).options().topology();
        assertThat(topology.mode()).isEqualTo(Topology.Mode.DECLARE);
        assertThat(topology.queues())
                .containsExactly(QueueDeclaration.classic("orders")
                        .durable(false)
                        .autoDelete(true)
                        .argument("x-lazy", true)
                        .argument("x-number", -12L)
                        .argument("x-text", "007")
                        .ttl(Duration.ofMinutes(10))
                        .expires(Duration.ofHours(1))
                        .maxLength(1_000)
                        .maxLengthBytes(1_000_000)
                        .overflow(Overflow.REJECT_PUBLISH)
                        .maxPriority(5)
                        .singleActiveConsumer());
        assertThat(topology.exchanges())
                .containsExactly(
                        ExchangeDeclaration.topic("shop"),
                        ExchangeDeclaration.headers("audit").durable(false).autoDelete(true));
        assertThat(topology.bindings())
                .containsExactly(
                        Binding.queue("shop", "orders", "order.#"),
                        Binding.queue("shop", "orders", "refund.#"),
                        Binding.queue("audit", "orders", "").arguments(Map.of("tenant", "acme")));
    }

    @ApplicationScoped
    static class Batched {
        private List<Order> seen;

        @Consume(queue = @QueueDef(value = "orders", deliveryLimit = 4))
        @Batch(max = 500, within = "1s")
        @DeadLetter(queue = "broken")
        void onOrders(List<Order> orders) {
            seen = orders;
        }

        List<Order> seen() {
            return seen;
        }
    }

    @Test
    void batch() throws Throwable {
        try (Reading reading = Reading.of(Batched.class)) {
            ConsumerPlan plan = reading.plan();
            assertThat(plan.batch()).isEqualTo(new ConsumerPlan.BatchSize(500, Duration.ofSeconds(1)));
            assertThat(plan.options().prefetch()).isEqualTo(500);
            assertThat(plan.options().deadLettering()).isEqualTo(DeadLettering.toQueue("broken"));
            assertThat(plan.options().topology().queues())
                    .containsExactly(QueueDeclaration.of("orders").deliveryLimit(4));
            assertThat(plan.decoder().type()).isEqualTo(Order.class);
            Order order = new Order("1", List.of());
            try (TargetMethod.Target target = plan.target().open(reading.beans())) {
                assertThat(target.call(List.of(Handed.of(order)))).isNull();
            }
            assertThat(reading.container().select(Batched.class).get().seen()).containsExactly(order);
        }
    }

    @ApplicationScoped
    static class Everything {
        private Object[] seen;

        @Consume("orders")
        int on(
                @Header("tenant") String tenant,
                Delivery<Order> delivery,
                Properties properties,
                Order order,
                Envelope envelope) {
            seen = new Object[] {tenant, delivery, properties, order, envelope};
            return 42;
        }

        Object[] seen() {
            return seen;
        }
    }

    @Test
    void everyParameter() throws Throwable {
        try (Reading reading = Reading.of(Everything.class)) {
            ConsumerPlan plan = reading.plan();
            Order order = new Order("1", List.of());
            Handed<Order> delivery = Handed.of(
                    order, Properties.builder().header("tenant", "acme").build());
            try (TargetMethod.Target target = plan.target().open(reading.beans())) {
                assertThat(target.call(delivery)).isEqualTo(42);
            }
            assertThat(reading.container().select(Everything.class).get().seen())
                    .containsExactly("acme", delivery, delivery.properties(), order, delivery.envelope());
            assertThat(plan.reply().contentType()).isEqualTo("application/json");
            assertThat(plan.reply().encode(42)).isEqualTo("42".getBytes());
        }
    }

    @ApplicationScoped
    static class Places {
        @Consume(
                queue = @QueueDef(exclusive = true, ttl = "1m"),
                bind = @Bind(exchange = "news", type = "fanout"),
                id = "unnamed")
        void unnamed(Order order) {}

        @Consume(value = "q", queue = @QueueDef(type = QueueType.CLASSIC), id = "both")
        void both(Order order) {}

        @Consume(value = "q", declare = Topology.Mode.VERIFY, id = "verified")
        void verified(Order order) {}

        @Consume(value = "q", bind = @Bind(exchange = "shop", keys = "k"), id = "bound")
        void bound(Order order) {}

        @Consume(value = "q", broker = "billing", concurrency = 600, id = "wide")
        @DeadLetter(byBroker = true)
        @Retry(max = 1)
        void wide(Order order) {}
    }

    @Test
    void kindsOfQueues() {
        try (Reading reading = Reading.of(Places.class)) {
            var plans =
                    reading.plans().stream().collect(java.util.stream.Collectors.toMap(ConsumerPlan::id, plan -> plan));
            Topology unnamed = plans.get("unnamed").options().topology();
            assertThat(plans.get("unnamed").queue()).isEmpty();
            assertThat(unnamed.queues())
                    .containsExactly(QueueDeclaration.exclusive("").ttl(Duration.ofMinutes(1)));
            assertThat(unnamed.bindings()).containsExactly(Binding.queue("news", "", ""));
            assertThat(plans.get("both").queue()).isEqualTo("q");
            assertThat(plans.get("both").options().topology().queues()).containsExactly(QueueDeclaration.classic("q"));
            assertThat(plans.get("verified").options().topology().mode()).isEqualTo(Topology.Mode.VERIFY);
            assertThat(plans.get("verified").options().topology().queues()).containsExactly(QueueDeclaration.of("q"));
            assertThat(plans.get("bound").options().topology().queues()).isEmpty();
            assertThat(plans.get("bound").options().topology().bindings())
                    .containsExactly(Binding.queue("shop", "q", "k"));
            assertThat(plans.get("wide").broker()).isEqualTo("billing");
            assertThat(plans.get("wide").options().prefetch()).isEqualTo(1_200);
            assertThat(plans.get("wide").options().deadLettering()).isEqualTo(DeadLettering.BY_BROKER);
            assertThat(plans.get("wide").options().redelivery().maxAttempts()).isOne();
        }
    }
}
