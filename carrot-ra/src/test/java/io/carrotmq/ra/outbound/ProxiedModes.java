package io.carrotmq.ra.outbound;

import io.carrotmq.testkit.Broker;
import io.carrotmq.testkit.Direction;
import io.carrotmq.testkit.FaultProxy;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The modes with a broker behind a proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxiedModes extends TransactionModeContract {
    private final Broker broker;
    private final FaultProxy proxy;

    ProxiedModes(Broker broker) {
        this.broker = broker;
        this.proxy = FaultProxy.to(broker.uri());
    }

    @AfterAll
    void closeProxy() {
        proxy.close();
    }

    @Override
    final URI uri() {
        return proxy.uri(broker.uri());
    }

    @Override
    final URI observed() {
        return broker.uri();
    }

    @Override
    final void silence() {
        proxy.blackhole(Direction.BROKER_TO_CLIENT);
    }

    @Override
    final void heal() {
        proxy.heal();
    }

    @Override
    final void cut() {
        proxy.cut();
    }
}
