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
    private final URI broker;
    private final URI observed;
    private final FaultProxy proxy;

    ProxiedModes(Broker broker) {
        this(broker.uri(), broker.uri());
    }

    ProxiedModes(URI broker, URI observed) {
        this.broker = broker;
        this.observed = observed;
        this.proxy = FaultProxy.to(broker);
    }

    @AfterAll
    void closeProxy() {
        proxy.close();
    }

    @Override
    final URI uri() {
        return proxy.uri(broker);
    }

    @Override
    final URI observed() {
        return observed;
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
