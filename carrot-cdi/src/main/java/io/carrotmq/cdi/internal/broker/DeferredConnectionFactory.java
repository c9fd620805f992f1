package io.carrotmq.cdi.internal.broker;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.event.BrokerEvent;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is injected: a factory that is looked for with its first connection. The application does not own it. */
final class DeferredConnectionFactory implements ConnectionFactory {
    private final Supplier<ConnectionFactory> search;

    DeferredConnectionFactory(Supplier<ConnectionFactory> search) {
        this.search = search;
    }

    @Override
    public Connection connect() {
        return search.get().connect();
    }

    @Override
    public Connection connect(String userName, String password) {
        return search.get().connect(userName, password);
    }

    @Override
    public Observation observe(Consumer<? super BrokerEvent> listener) {
        return search.get().observe(listener);
    }

    /** Does nothing: other injection points share the factory behind it. */
    @Override
    public void close() {}
}
