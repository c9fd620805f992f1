package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.engine.Engine;
import io.carrotmq.ra.container.Attribute;
import io.carrotmq.ra.container.FakeContainer;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.ra.context.AdapterContext;
import io.carrotmq.testkit.Await;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A container with the adapter's inbound half in it. Closing it checks that nothing is left behind. */
final class Deployment implements AutoCloseable {
    static final Duration BOUND = Duration.ofSeconds(20);

    final FakeContainer container;
    final Endpoints endpoints = new Endpoints();
    private final Engine engine = new Engine();
    private final CarrotActivationSpec defaults = new CarrotActivationSpec();
    private final AdapterContext context = new AdapterContext() {
        @Override
        public Engine engine() {
            return engine;
        }

        @Override
        public ConnectionProperties connectionDefaults() {
            return defaults;
        }

        @Override
        public TransactionSynchronizationRegistry transactions() {
            return container.registry();
        }
    };

    Deployment(Profile profile, URI broker) {
        container = new FakeContainer(profile);
        defaults.setConnectionUri(broker.toString());
    }

    /** A specification as the container would hand it over. */
    static CarrotActivationSpec spec(String queue) {
        CarrotActivationSpec spec = new CarrotActivationSpec();
        spec.setQueue(queue);
        spec.setConcurrency(2);
        spec.setReconnectDelayMillis(100L);
        spec.setReconnectMaxDelayMillis(1_000L);
        return spec;
    }

    MessageEndpointFactory marked(Beans.Work work) {
        return container.deploy(new Beans.Marked(work), Attribute.REQUIRED);
    }

    MessageEndpointFactory plain(Beans.Work work) {
        return container.deploy(new Beans.Plain(work), Attribute.REQUIRED);
    }

    void activate(MessageEndpointFactory factory, CarrotActivationSpec spec) throws ResourceException {
        endpoints.activate(factory, spec, context);
    }

    void deactivate(MessageEndpointFactory factory, CarrotActivationSpec spec) {
        endpoints.deactivate(factory, spec);
    }

    /** {@return the names of the threads of deployed beans} */
    static List<String> sessionThreads() {
        return carrotThreads().stream()
                .filter(name -> name.startsWith("carrot-Marked") || name.startsWith("carrot-Plain"))
                .toList();
    }

    private static List<String> carrotThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("carrot-") && !name.startsWith("carrot-testkit"))
                .toList();
    }

    void stop() {
        endpoints.close();
    }

    @Override
    public void close() {
        stop();
        Await.until("sessions to end", BOUND, () -> sessionThreads().isEmpty());
        engine.close();
        Await.until("threads to end", BOUND, () -> carrotThreads().isEmpty());
        container.close();
        assertThat(container.endpointsReleased()).isEqualTo(container.endpointsCreated());
        assertThat(container.afterDeliveries()).isEqualTo(container.beforeDeliveries());
    }
}
