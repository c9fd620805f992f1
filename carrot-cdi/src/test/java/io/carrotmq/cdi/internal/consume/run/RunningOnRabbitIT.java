package io.carrotmq.cdi.internal.consume.run;

import static io.carrotmq.cdi.internal.consume.run.Workbench.BOUND;

import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import org.junit.jupiter.api.AfterEach;

@WithBroker
class RunningOnRabbitIT extends RunningScenario {
    private final RabbitMq broker;

    RunningOnRabbitIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }

    @Override
    void awaitUnacknowledged(int count) {
        Await.value(
                count + " unacknowledged",
                BOUND,
                () -> broker.management().unacknowledged(queue),
                found -> found == count);
    }

    @AfterEach
    void delete() {
        broker.management().deleteQueue(queue);
    }
}
