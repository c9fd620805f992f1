package io.carrotmq.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CarrotMessageListener;
import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetter;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.ra.CarrotResourceAdapter;
import io.carrotmq.ra.container.Attribute;
import io.carrotmq.ra.container.FakeContainer;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.ra.inbound.CarrotActivationSpec;
import io.carrotmq.ra.outbound.CarrotManagedConnectionFactory;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConnectionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What observers are told by a connection factory in a container, whose adapter serves message-driven beans as well. */
@Timeout(60)
class AdapterEventsTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** A bean that fails on everything. */
    public static final class Failing implements CarrotMessageListener {
        @Override
        public void onMessage(Delivery<byte[]> delivery) {
            throw new IllegalArgumentException("unfit");
        }
    }

    private final MemoryBroker broker = MemoryBroker.named("adapter-" + UUID.randomUUID());
    private final FakeContainer container = new FakeContainer(Profile.WILDFLY);
    private final CarrotResourceAdapter adapter = new CarrotResourceAdapter();
    private final Told told = new Told();

    @BeforeEach
    void start() {
        adapter.setConnectionUri(broker.uri());
        adapter.start((BootstrapContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BootstrapContext.class}, (proxy, method, arguments) -> {
                    assertThat(method.getReturnType()).isEqualTo(TransactionSynchronizationRegistry.class);
                    return container.registry();
                }));
    }

    @AfterEach
    void stop() {
        adapter.stop();
        container.close();
        broker.remove();
    }

    /** One whose pool gives no connection. */
    private ConnectionFactory connectionFactory(CarrotManagedConnectionFactory managed) throws Exception {
        managed.setResourceAdapter(adapter);
        ConnectionManager pool = (factory, request) -> {
            throw new AssertionError("a connection is taken");
        };
        return (ConnectionFactory) managed.createConnectionFactory(pool);
    }

    private static CarrotActivationSpec spec() {
        CarrotActivationSpec spec = new CarrotActivationSpec();
        spec.setQueue("orders");
        spec.setConnectionName("orders bean");
        spec.setMaxAttempts(1);
        return spec;
    }

    private void send() {
        OutgoingMessage order = new OutgoingMessage(
                "", "orders", true, Properties.builder().messageId("7").build(), "{}".getBytes(UTF_8));
        try (ConnectionFactory sender = ConnectionFactory.open(broker.uri())) {
            Await.until("a confirm", BOUND, () -> {
                try (Connection connection = sender.connect()) {
                    return connection.publish(order).confirmed();
                }
            });
        }
    }

    @Test
    void deadLettersOfABeanAreTold() throws Exception {
        connectionFactory(new CarrotManagedConnectionFactory()).observe(told);
        assertThat(broker.connections()).isZero();
        var bean = container.deploy(new Failing(), Attribute.REQUIRED);
        CarrotActivationSpec spec = spec();
        adapter.endpointActivation(bean, spec);
        try {
            send();
            DeadLettered event = told.await(DeadLettered.class);
            assertThat(event.connection()).isEqualTo("orders bean (publish)");
            assertThat(event.queue()).isEqualTo("orders");
            assertThat(event.routingKey()).isEqualTo("orders.dlq");
            assertThat(event.reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
            assertThat(event.exception()).isEqualTo(IllegalArgumentException.class.getName());
            assertThat(event.attempts()).isEqualTo(1);
            assertThat(event.properties().messageId()).isEqualTo("7");
            broker.cutConnections();
            told.await(ConnectionLost.class, lost -> lost.connection().equals("orders bean (consume)"));
            Await.until(
                    "the bean to be back",
                    BOUND,
                    () -> told.of(Connected.class).stream()
                                    .filter(event2 -> event2.connection().equals("orders bean (consume)"))
                                    .count()
                            == 2);
        } finally {
            adapter.endpointDeactivation(bean, spec);
        }
    }

    @Test
    void factoryOfAnotherUserIsNotTold() throws Exception {
        CarrotManagedConnectionFactory other = new CarrotManagedConnectionFactory();
        other.setUserName("somebody");
        Told others = new Told();
        connectionFactory(other).observe(others);
        connectionFactory(new CarrotManagedConnectionFactory()).observe(told);
        var bean = container.deploy(new Failing(), Attribute.REQUIRED);
        CarrotActivationSpec spec = spec();
        adapter.endpointActivation(bean, spec);
        try {
            send();
            told.await(DeadLettered.class);
            assertThat(others.all()).isEmpty();
        } finally {
            adapter.endpointDeactivation(bean, spec);
        }
    }

    @Test
    void observationsEndWithTheAdapter() throws Exception {
        ConnectionFactory factory = connectionFactory(new CarrotManagedConnectionFactory());
        ConnectionFactory.Observation observation = factory.observe(told);
        adapter.stop();
        assertThatThrownBy(() -> factory.observe(told))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("CARROT-0776 the broker cannot be observed: CARROT-0225");
        start();
        Told again = new Told();
        factory.observe(again);
        var bean = container.deploy(new Failing(), Attribute.REQUIRED);
        CarrotActivationSpec spec = spec();
        adapter.endpointActivation(bean, spec);
        try {
            again.await(Connected.class);
        } finally {
            adapter.endpointDeactivation(bean, spec);
        }
        observation.close();
        assertThat(told.all()).isEmpty();
    }
}
