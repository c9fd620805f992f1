package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import io.carrotmq.cdi.spi.SubclassConfiguration;
import io.carrotmq.event.ConsumerEvent;
import java.util.ArrayList;
import java.util.List;

/** What one instance of a class is configured with. For one thread. */
final class Configured implements SubclassConfiguration {
    private final Subclass subclass;
    private final ConnectionFactory connections;
    private final ModuleCodecs codecs;
    private final java.util.function.Consumer<? super ConsumerEvent> changes;
    private final List<Runnable> closing = new ArrayList<>();

    Configured(
            Subclass subclass,
            ConnectionFactory connections,
            ModuleCodecs codecs,
            java.util.function.Consumer<? super ConsumerEvent> changes) {
        this.subclass = subclass;
        this.connections = connections;
        this.codecs = codecs;
        this.changes = changes;
    }

    @Override
    public <T> Publisher<T> publisher() {
        Publisher<T> publisher = subclass.publisher(connections, codecs);
        closing.add(publisher::close);
        return publisher;
    }

    @Override
    public <T> Consumer<T> consumer() {
        Consumer<T> consumer = subclass.<T>consumer(connections, codecs).onChange(changes);
        closing.add(consumer::close);
        return consumer;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
