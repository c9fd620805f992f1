package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.TopologyException;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks the brokers, while an application is deployed, whether its consumers will find what they need: so that a queue that is
 * missing, or a broker that cannot do what is asked of it, is a deployment that fails and not a consumer that never starts.
 *
 * <p>It asks only where an answer can be no, once for each broker, declares nothing that is not there, and waits for a few
 * seconds at most. A broker that does not answer, or cannot be found yet, is no problem of the deployment: the consumers try
 * again by themselves.
 */
public final class BrokerProbe {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    /** What the engine says of a queue or exchange that does not exist. */
    private static final String NOT_THERE = "CARROT-0706";

    private final Duration bound;

    /** @param bound how long all brokers together may take */
    public BrokerProbe(Duration bound) {
        this.bound = bound;
    }

    /** The consumers of one broker, as one module sees it. */
    private record Group(String broker, ClassLoader module) {}

    /** {@return what the consumers will not find} */
    public List<ConfigurationException> problems(
            List<ConsumerPlan> plans, Function<ConsumerPlan, ConnectionFactory> connections) {
        Map<Group, List<ConsumerPlan>> groups = new LinkedHashMap<>();
        plans.forEach(
                plan -> groups.computeIfAbsent(new Group(plan.broker(), plan.module()), group -> new ArrayList<>())
                        .add(plan));
        groups.values().removeIf(group -> group.stream().noneMatch(BrokerProbe::isDoubtful));
        Map<Group, CompletableFuture<List<ConfigurationException>>> answers = new LinkedHashMap<>();
        groups.forEach((group, asking) -> answers.put(group, ask(asking, connections.apply(asking.get(0)))));
        long end = System.nanoTime() + bound.toNanos();
        List<ConfigurationException> problems = new ArrayList<>();
        answers.forEach((group, answer) -> problems.addAll(await(group, answer, end)));
        return problems;
    }

    /** Whether it may be that the broker does not have what a consumer needs. */
    private static boolean isDoubtful(ConsumerPlan plan) {
        Topology topology = plan.options().topology();
        return topology.mode() == Topology.Mode.VERIFY && !topology.isEmpty()
                || !needs(plan).isEmpty();
    }

    private static Map<String, Capability> needs(ConsumerPlan plan) {
        Map<String, Capability> needs = new LinkedHashMap<>();
        Topology topology = plan.options().topology();
        if (topology.mode() == Topology.Mode.DECLARE) {
            topology.exchanges().forEach(exchange -> needs.putAll(exchange.needs()));
            topology.queues().forEach(queue -> needs.putAll(queue.needs()));
        }
        switch (plan.options().redelivery().mode()) {
            case BROKER -> needs.put("redelivery by the broker", Capability.DELAYED_RETRY);
            case DELAY_QUEUE -> {
                needs.put("delay queues", Capability.EXPIRATION);
                needs.put("delay queues with dead letters", Capability.DEAD_LETTERS);
            }
            default -> {
                // any broker will do
            }
        }
        return needs;
    }

    /** Not on the container's thread, which must not wait for as long as a network may. */
    private static CompletableFuture<List<ConfigurationException>> ask(
            List<ConsumerPlan> plans, ConnectionFactory connections) {
        CompletableFuture<List<ConfigurationException>> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(answers(plans, connections));
                    } catch (RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                },
                "carrot-probe");
        thread.setDaemon(true);
        // A loader of its own: a factory is remembered by it, and this thread lacks the names that a component may
        // have.
        thread.setContextClassLoader(new URLClassLoader(new URL[0], plans.get(0).module()));
        thread.start();
        return answer;
    }

    private static List<ConfigurationException> await(
            Group group, CompletableFuture<List<ConfigurationException>> answer, long end) {
        String broker = group.broker().isEmpty() ? "the broker" : "broker '" + group.broker() + "'";
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.INFO, Messages.notAsked(broker, "it has not answered in time"));
        } catch (ExecutionException e) {
            LOG.log(
                    Level.INFO,
                    Messages.notAsked(broker, String.valueOf(e.getCause().getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private static List<ConfigurationException> answers(List<ConsumerPlan> plans, ConnectionFactory connections) {
        List<ConfigurationException> problems = new ArrayList<>();
        try (Connection connection = connections.connect()) {
            for (ConsumerPlan plan : plans) {
                int before = problems.size();
                lacks(plan, connection.broker(), problems);
                if (problems.size() == before) {
                    look(plan, connection, problems);
                }
            }
        }
        return problems;
    }

    private static void lacks(ConsumerPlan plan, BrokerInfo broker, List<ConfigurationException> problems) {
        needs(plan).forEach((feature, capability) -> {
            if (!broker.supports(capability)) {
                problems.add(Messages.brokerCannot(plan, feature, capability, broker));
            }
        });
    }

    private static void look(ConsumerPlan plan, Connection connection, List<ConfigurationException> problems) {
        Topology topology = plan.options().topology();
        if (topology.mode() == Topology.Mode.VERIFY) {
            missing(connection, topology)
                    .ifPresent(missing -> problems.add(Messages.notThere(plan, connection.broker(), missing)));
        } else if (topology.mode() == Topology.Mode.DECLARE) {
            for (QueueDeclaration queue : topology.queues()) {
                different(connection, queue).ifPresent(why -> problems.add(Messages.declaredOtherwise(plan, why)));
            }
        }
    }

    /** What says that something is not there; empty if all is there, or the broker does not tell. */
    private static Optional<TopologyException> missing(Connection connection, Topology topology) {
        try {
            connection.declare(topology.toBuilder().mode(Topology.Mode.VERIFY).build());
            return Optional.empty();
        } catch (TopologyException e) {
            return Optional.of(e).filter(missing -> missing.code().equals(NOT_THERE));
        }
    }

    /** In what a queue that exists differs from its declaration: declaring it again changes nothing, or is refused. */
    private static Optional<TopologyException> different(Connection connection, QueueDeclaration queue) {
        Topology alone = Topology.builder().queue(queue).build();
        if (queue.exclusive() || !isThere(connection, alone)) {
            return Optional.empty();
        }
        try {
            connection.declare(alone);
            return Optional.empty();
        } catch (TopologyException e) {
            return Optional.of(e).filter(different -> different.difference().isPresent());
        }
    }

    private static boolean isThere(Connection connection, Topology topology) {
        try {
            connection.declare(topology.toBuilder().mode(Topology.Mode.VERIFY).build());
            return true;
        } catch (TopologyException e) {
            return false;
        }
    }
}
