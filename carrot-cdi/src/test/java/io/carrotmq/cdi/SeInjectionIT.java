package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.carrotmq.cdi.scenario.InjectionScenario;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Weld SE, the adapter found on the class path, and a real broker. */
@WithBroker
@Timeout(120)
class SeInjectionIT {
    private Connection raw;
    private Channel channel;

    @BeforeEach
    void declareQueues(RabbitMq broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        raw = factory.newConnection();
        channel = raw.createChannel();
        for (String queue : InjectionScenario.QUEUES) {
            channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        }
        System.setProperty("carrot.uri", broker.uri().toString());
    }

    @AfterEach
    void deleteQueues() throws Exception {
        System.clearProperty("carrot.uri");
        for (String queue : InjectionScenario.QUEUES) {
            channel.queueDelete(queue);
        }
        raw.close();
    }

    @Test
    void scenario() throws Exception {
        try (SeContainer container = Containers.startWithoutFactory(InjectionScenario.class)) {
            container.select(InjectionScenario.class).get().run();
        }
        for (String queue : InjectionScenario.QUEUES) {
            assertThat(channel.messageCount(queue)).as(queue).isZero();
        }
    }

    @Test
    void consumersEndWithTheirBean() throws Exception {
        try (SeContainer container = Containers.startWithoutFactory(InjectionScenario.class)) {
            Instance.Handle<InjectionScenario> handle =
                    container.select(InjectionScenario.class).getHandle();
            handle.get().run();
            assertThat(channel.consumerCount("injection.json")).isEqualTo(1);
            handle.destroy();
            assertThat(channel.consumerCount("injection.json")).isZero();
        }
    }
}
