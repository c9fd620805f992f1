package io.carrotmq.ra.inbound;

import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Violations;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An activation specification with defaults and inheritance resolved. Immutable. */
record EndpointSettings(
        ConnectionSettings connection,
        String queue,
        Topology topology,
        FailureSettings failures,
        int prefetch,
        int concurrency,
        Duration reconnectDelay,
        Duration reconnectMaxDelay,
        Duration shutdownTimeout) {

    /** The types of AMQP itself; brokers and their plug-ins add others. */
    private static final Set<String> STANDARD_TYPES = Set.of("direct", "fanout", "topic", "headers");

    private static final Set<String> NEED_KEYS = Set.of("direct", "topic");

    static EndpointSettings of(CarrotActivationSpec spec, ConnectionProperties parent, Violations violations) {
        violations.requireText("queue", spec.getQueue(), "name the queue to consume from");
        long delay = orElse(spec.getReconnectDelayMillis(), 500L);
        long maxDelay = orElse(spec.getReconnectMaxDelayMillis(), Math.max(4_000L, delay));
        violations.requireRange("reconnectDelayMillis", delay, 10, 300_000);
        violations.requireRange("reconnectMaxDelayMillis", maxDelay, 10, 300_000);
        if (maxDelay < delay) {
            violations.misfit(
                    "reconnectMaxDelayMillis", maxDelay, "set at least reconnectDelayMillis, which is " + delay);
        }
        int prefetch = orElse(spec.getPrefetch(), 20);
        violations.requireRange("prefetch", prefetch, 1, 65_535);
        int concurrency = orElse(spec.getConcurrency(), 4);
        violations.requireRange("concurrency", concurrency, 1, 100);
        long shutdown = orElse(spec.getShutdownTimeoutMillis(), 15_000L);
        violations.requireRange("shutdownTimeoutMillis", shutdown, 0, 300_000);
        String queue = spec.getQueue() == null ? "" : spec.getQueue().trim();
        Topology.Mode mode =
                violations.parse("declareMode", spec.getDeclareMode(), Topology.Mode.class, Topology.Mode.DECLARE);
        FailureSettings failures = FailureSettings.of(spec, queue, mode, violations);
        return new EndpointSettings(
                spec.connectionSettings(parent, violations),
                queue,
                topology(spec, queue, mode, failures, violations),
                failures,
                prefetch,
                concurrency,
                Duration.ofMillis(delay),
                Duration.ofMillis(maxDelay),
                Duration.ofMillis(shutdown));
    }

    private static Topology topology(
            CarrotActivationSpec spec,
            String queue,
            Topology.Mode mode,
            FailureSettings failures,
            Violations violations) {
        boolean durable = orElse(spec.getDurable(), true);
        boolean exclusive = orElse(spec.getExclusive(), false);
        boolean autoDelete = orElse(spec.getAutoDelete(), false);
        Map<String, Object> arguments = violations.parseArguments("queueArguments", spec.getQueueArguments());
        String type = exchangeType(spec.getExchangeType());
        Map<String, Object> exchangeArguments =
                violations.parseArguments("exchangeArguments", spec.getExchangeArguments());
        Map<String, Object> bindingArguments =
                violations.parseArguments("bindingArguments", spec.getBindingArguments());
        List<String> keys = keys(spec.getRoutingKeys());
        Topology.Builder topology = Topology.builder().mode(mode);
        if (!queue.isEmpty()) { // that it is empty has been reported
            topology.queue(new QueueDeclaration(queue, QueueType.DEFAULT, durable, exclusive, autoDelete, arguments));
            failures.addTo(topology, mode);
            requireDelayedRetry(failures, mode, arguments, violations);
        }
        if (spec.getExchange() == null || spec.getExchange().isBlank()) {
            needsExchange("routingKeys", spec.getRoutingKeys(), violations);
            needsExchange("exchangeType", spec.getExchangeType(), violations);
            needsExchange("exchangeDurable", spec.getExchangeDurable(), violations);
            needsExchange("exchangeAutoDelete", spec.getExchangeAutoDelete(), violations);
            needsExchange("exchangeArguments", spec.getExchangeArguments(), violations);
            needsExchange("bindingArguments", spec.getBindingArguments(), violations);
            return topology.build();
        }
        if (keys.isEmpty() && NEED_KEYS.contains(type)) {
            violations.requireText("routingKeys", null, "name the keys to bind the queue with");
        }
        String exchange = spec.getExchange().trim();
        topology.exchange(new ExchangeDeclaration(
                exchange,
                type,
                orElse(spec.getExchangeDurable(), true),
                orElse(spec.getExchangeAutoDelete(), false),
                false,
                exchangeArguments));
        for (String key : keys.isEmpty() ? List.of("") : keys) {
            topology.binding(Binding.queue(exchange, queue, key).arguments(bindingArguments));
        }
        return topology.build();
    }

    /** Where the queue is not declared here, it can only be hoped for. */
    private static void requireDelayedRetry(
            FailureSettings failures, Topology.Mode mode, Map<String, Object> arguments, Violations violations) {
        Object retry = arguments.get(QueueDeclaration.DELAYED_RETRY_TYPE);
        if (failures.redelivery().mode() == Redelivery.Mode.BROKER
                && mode == Topology.Mode.DECLARE
                && !DelayedRetry.FAILED.argument().equals(retry)
                && !DelayedRetry.ALL.argument().equals(retry)) {
            violations.misfit(
                    "redeliveryMode",
                    Violations.word(failures.redelivery().mode()),
                    "add to queueArguments " + QueueDeclaration.DELAYED_RETRY_TYPE + "="
                            + DelayedRetry.FAILED.argument() + ";" + QueueDeclaration.DELAYED_RETRY_MIN + "=1000");
        }
    }

    private static String exchangeType(String value) {
        if (value == null || value.isBlank()) {
            return "direct";
        }
        String lower = value.trim().toLowerCase(Locale.ROOT);
        return STANDARD_TYPES.contains(lower) ? lower : value.trim();
    }

    private static void needsExchange(String property, Object value, Violations violations) {
        if (value != null && !value.toString().isBlank()) {
            violations.misfit(property, value, "name the exchange it belongs to");
        }
    }

    private static List<String> keys(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::trim)
                        .filter(key -> !key.isEmpty())
                        .toList();
    }

    private static <T> T orElse(T value, T otherwise) {
        return value != null ? value : otherwise;
    }

    /** {@return how each session consumes; the engine reads from the topology whether the queue delays by itself} */
    SubscribeOptions subscribeOptions() {
        return SubscribeOptions.DEFAULT
                .prefetch(prefetch)
                .topology(topology)
                .redelivery(failures.redelivery())
                .deadLettering(failures.deadLettering());
    }

    @Override
    public String toString() {
        return "queue=" + queue() + ", bindings="
                + topology.bindings().stream()
                        .map(binding -> binding.source() + "/" + binding.routingKey())
                        .toList()
                + ", declareMode=" + topology.mode().name().toLowerCase(Locale.ROOT) + ", concurrency=" + concurrency
                + ", prefetch=" + prefetch + ", " + failures + ", reconnectDelayMillis=" + reconnectDelay.toMillis()
                + ", reconnectMaxDelayMillis=" + reconnectMaxDelay.toMillis() + ", shutdownTimeoutMillis="
                + shutdownTimeout.toMillis() + ", broker=" + connection;
    }
}
