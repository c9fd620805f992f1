package io.carrotmq.cdi.internal.consume.run;

import static io.carrotmq.cdi.internal.consume.run.Workbench.BOUND;

import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RunningOnActiveMqIT extends RunningScenario {
    private final EmbeddedActiveMq broker;

    RunningOnActiveMqIT(EmbeddedActiveMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }

    @Override
    void awaitUnacknowledged(int count) {
        Await.value(count + " unacknowledged", BOUND, () -> broker.unacknowledged(queue), found -> found == count);
    }
}
