package io.carrotmq.cdi.internal.consume.run;

import static io.carrotmq.cdi.internal.consume.run.Workbench.BOUND;

import io.carrotmq.Connection;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Topology;

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

    /** It counts what is with a consumer as well. */
    @Override
    long ready() {
        return broker.messages(queue) - broker.unacknowledged(queue);
    }

    /** All that a subscription has goes back with the last message of it that is settled. */
    @Override
    void awaitBack(int count) {
        Await.until("the end to begin", BOUND, () -> bench.consumer(queue).state() == ConsumerRegistry.State.STOPPED);
    }

    /** It makes queues that are missing, but nothing is bound to this exchange. */
    @Override
    OutgoingMessage unroutable() {
        String exchange = "exchange-of-" + queue;
        try (Connection connection = bench.connections.connect()) {
            connection.declare(Topology.builder()
                    .exchange(ExchangeDeclaration.direct(exchange))
                    .build());
        }
        return new OutgoingMessage(exchange, "nobody", true, Properties.NONE, new byte[0]);
    }
}
