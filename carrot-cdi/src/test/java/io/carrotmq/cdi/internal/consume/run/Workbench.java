package io.carrotmq.cdi.internal.consume.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.internal.broker.ContainerThreads;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.event.CarrotEvent;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** Consumers with plans made by hand, a container of CDI around them, and a broker beneath. */
final class Workbench implements AutoCloseable {
    static final Duration BOUND = Duration.ofSeconds(30);

    final SeContainer container;
    final ConnectionFactory connections;
    final ConsumerRuns runs = new ConsumerRuns();
    final List<CarrotEvent> events = new CopyOnWriteArrayList<>();
    private final String uri;

    Workbench(String uri, Class<?>... beans) {
        this.uri = uri;
        SeContainerInitializer initializer =
                SeContainerInitializer.newInstance().disableDiscovery().addBeanClasses(Workbench.class);
        container = initializer.addBeanClasses(beans).initialize();
        connections = ConnectionFactory.open(uri);
    }

    /** {@return a new, empty queue} */
    String queue() {
        String name = "run-" + UUID.randomUUID();
        declare(name);
        return name;
    }

    void declare(String queue) {
        try (Connection connection = connections.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of(queue)).build());
        }
    }

    void start(ConsumerPlan... plans) {
        start(ContainerThreads.of("consumer"), plans);
    }

    void start(ThreadFactory threads, ConsumerPlan... plans) {
        runs.start(List.of(plans), surroundings(threads));
    }

    Surroundings surroundings(ThreadFactory threads) {
        return new Surroundings(
                container.getBeanManager(), true, plan -> connections, threads, (event, broker) -> events.add(event));
    }

    void stop() {
        runs.stop();
    }

    ConsumerRegistry.RunningConsumer consumer(String queue) {
        return runs.get(queue);
    }

    void awaitState(String queue, ConsumerRegistry.State state) {
        Await.value("the consumer to be " + state, BOUND, () -> consumer(queue).state(), state::equals);
    }

    void send(String queue, String... texts) {
        send(queue, Properties.NONE, texts);
    }

    void send(String queue, Properties properties, String... texts) {
        Properties text = properties.toBuilder()
                .contentType("text/plain")
                .persistent(true)
                .build();
        List<OutgoingMessage> messages = new ArrayList<>();
        for (String each : texts) {
            messages.add(new OutgoingMessage("", queue, true, text, each.getBytes(UTF_8)));
        }
        try (Connection connection = connections.connect()) {
            connection.publishAll(messages);
        }
    }

    /** {@return how many messages are in the queue and not with a consumer} */
    long ready(String queue) {
        try (Connection connection = connections.connect()) {
            return connection.messageCount(queue).orElseThrow();
        }
    }

    List<DeadLetter> dead(String queue) {
        return DeadLetters.in(connections, queue + ".dlq").browse(1000);
    }

    List<DeadLetter> awaitDead(String queue, int count) {
        return Await.value(count + " dead letters", BOUND, () -> dead(queue), letters -> letters.size() == count);
    }

    /** Takes all that is in the queue. {@return the texts, with a star at what was delivered before} */
    List<String> left(String queue) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = connections.connect()) {
            for (Optional<Delivery<byte[]>> next = connection.fetch(queue);
                    next.isPresent();
                    next = connection.fetch(queue)) {
                Delivery<byte[]> delivery = next.get();
                delivery.ack();
                texts.add(new String(delivery.content(), UTF_8)
                        + (delivery.envelope().redelivered() ? "*" : ""));
            }
        }
        return texts;
    }

    List<String> awaitLeft(String queue, int count) {
        Await.value(count + " messages in the queue", BOUND, () -> ready(queue), ready -> ready == count);
        return left(queue);
    }

    String uri() {
        return uri;
    }

    @Override
    public void close() {
        runs.stop();
        container.close();
        connections.close();
    }
}
