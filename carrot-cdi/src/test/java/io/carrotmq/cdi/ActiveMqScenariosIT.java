package io.carrotmq.cdi;

import io.carrotmq.cdi.scenario.ClientScenario;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.Test;

@WithBroker
class ActiveMqScenariosIT extends StompScenarios {
    private final EmbeddedActiveMq broker;

    ActiveMqScenariosIT(EmbeddedActiveMq broker) {
        super("ActiveMQ", broker.uri());
        this.broker = broker;
    }

    @Override
    long messages(String queue) {
        return broker.messages(queue);
    }

    @Test
    void clients() throws Exception {
        try (SeContainer container = Containers.startWithoutFactory(
                ClientScenario.class, ClientScenario.OrderPublisher.class, ClientScenario.OrderConsumer.class)) {
            container.select(ClientScenario.class).get().run();
        }
    }
}
