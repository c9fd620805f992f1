package io.carrotmq.contract;

import io.carrotmq.testkit.Broker;
import io.carrotmq.testkit.FaultProxy;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract for a broker behind a socket, whose connections a proxy cuts. One broker and one proxy for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxiedContract extends TransportContract {
    private final URI address;
    private final FaultProxy proxy;

    ProxiedContract(Broker broker) {
        this(broker.uri());
    }

    ProxiedContract(URI address) {
        this.address = address;
        this.proxy = FaultProxy.to(address);
    }

    @AfterAll
    void closeProxy() {
        proxy.close();
    }

    @Override
    final String uri() {
        return proxy.uri(address).toString();
    }

    @Override
    final void cut() {
        proxy.cut();
    }

    @Override
    final void vanish() {
        proxy.refuse();
    }

    @Override
    final void reappear() {
        proxy.heal();
    }

    @Override
    final int connections() {
        return proxy.connections();
    }
}
