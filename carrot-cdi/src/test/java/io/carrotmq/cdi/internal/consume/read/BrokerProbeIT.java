package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@WithBroker
@Timeout(120)
class BrokerProbeIT extends BrokerProbeScenario {
    private static final String VIRTUAL_HOST = "probe-deployment";

    private static RabbitMq broker;

    @BeforeAll
    static void create(RabbitMq rabbit) throws Exception {
        broker = rabbit;
        Management management = rabbit.management();
        management.deleteVirtualHost(VIRTUAL_HOST);
        management.createVirtualHost(VIRTUAL_HOST);
    }

    @AfterAll
    static void delete() throws Exception {
        broker.management().deleteVirtualHost(VIRTUAL_HOST);
    }

    @Override
    String uri() {
        return broker.uri("guest", "guest", VIRTUAL_HOST).toString();
    }
}
