package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.scenario.ConsumeScenario;
import io.carrotmq.cdi.scenario.InjectionScenario;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.inject.se.SeContainer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Weld SE, the adapter found on the class path, and a broker by STOMP: the annotations are the same as ever. */
@Timeout(180)
abstract class StompScenarios {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final String product;
    private final String uri;

    StompScenarios(String product, URI uri) {
        this.product = product;
        this.uri = uri.toString();
    }

    /** {@return how many messages are in a queue, those with a consumer included} */
    abstract long messages(String queue);

    @BeforeEach
    void choose() {
        System.setProperty("carrot.uri", uri);
    }

    @AfterEach
    void forget() {
        System.clearProperty("carrot.uri");
    }

    private void declare(List<String> queues) {
        Topology.Builder topology = Topology.builder();
        queues.forEach(queue -> topology.queue(QueueDeclaration.of(queue)));
        try (ConnectionFactory factory = ConnectionFactory.open(uri);
                Connection connection = factory.connect()) {
            assertThat(connection.broker().product()).isEqualTo(product);
            connection.declare(topology.build());
        }
    }

    private void assertEmpty(List<String> queues) {
        for (String queue : queues) {
            Await.until("an empty " + queue, BOUND, () -> messages(queue) == 0);
        }
    }

    @Test
    void injection() throws Exception {
        declare(InjectionScenario.QUEUES);
        try (SeContainer container = Containers.startWithoutFactory(InjectionScenario.class)) {
            container.select(InjectionScenario.class).get().run();
        }
        assertEmpty(InjectionScenario.QUEUES);
    }

    @Test
    void consumingWithRetryAndDeadLetters() throws Exception {
        declare(ConsumeScenario.QUEUES);
        try (SeContainer container =
                Containers.startWithoutFactory(ConsumeScenario.class, ConsumeScenario.Turn.class)) {
            container.select(ConsumeScenario.class).get().run();
        }
        assertEmpty(ConsumeScenario.QUEUES);
    }
}
