package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.RawBroker;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Managed connections as a container uses them, against a real broker. */
@WithBroker
@Timeout(60)
class ManagedConnectionIT {
    private FakeAdapter adapter;
    private CarrotManagedConnectionFactory factory;
    private RabbitMq broker;
    private RawBroker raw;
    private String queue;

    /** Counts what a pool is told. */
    private static final class Told implements ConnectionEventListener {
        final List<ConnectionEvent> closed = new CopyOnWriteArrayList<>();
        final List<ConnectionEvent> failed = new CopyOnWriteArrayList<>();

        @Override
        public void connectionClosed(ConnectionEvent event) {
            closed.add(event);
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            throw new AssertionError("no application demarcates a local transaction here");
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            throw new AssertionError("no application demarcates a local transaction here");
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            throw new AssertionError("no application demarcates a local transaction here");
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            failed.add(event);
        }
    }

    @BeforeEach
    void start(RabbitMq shared) throws Exception {
        broker = shared;
        adapter = new FakeAdapter(shared.uri());
        factory = new CarrotManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        raw = new RawBroker(shared.uri());
        queue = raw.givenQueue("managed");
    }

    @AfterEach
    void stop() throws Exception {
        adapter.close();
        raw.channel().queueDelete(queue);
        raw.close();
    }

    private CarrotManagedConnection givenManaged() throws ResourceException {
        return (CarrotManagedConnection) factory.createManagedConnection(null, null);
    }

    private static Connection handle(CarrotManagedConnection managed) throws ResourceException {
        return (Connection) managed.getConnection(null, null);
    }

    private OutgoingMessage message(String key) {
        return new OutgoingMessage("", key, true, Properties.NONE, "body".getBytes(UTF_8));
    }

    // The pool's view

    @Test
    void cleanupLeavesNothingOfTheLastUser() throws Exception {
        factory.setTransactionMode("local");
        raw.publish(queue, "text/plain", "unsettled".getBytes(UTF_8));
        CarrotManagedConnection managed = givenManaged();
        Connection connection = handle(managed);
        assertThat(connection.fetch(queue)).isPresent();
        managed.getLocalTransaction().begin();
        connection.publish(message(queue));

        managed.cleanup();

        Await.until("the fetched message back in its queue", Duration.ofSeconds(5), () -> raw.count(queue) == 1);
        assertThatThrownBy(() -> connection.publish(message(queue)))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("CARROT-0226");
        assertThat(handle(managed).publish(message(queue)).confirmed()).isTrue();
    }

    @Test
    void closingAHandleTellsThePoolOnce() throws Exception {
        CarrotManagedConnection managed = givenManaged();
        Told told = new Told();
        managed.addConnectionEventListener(told);
        Connection connection = handle(managed);
        connection.close();
        connection.close();
        assertThat(told.closed)
                .singleElement()
                .satisfies(event -> assertThat(event.getConnectionHandle()).isSameAs(connection));
        assertThat(told.failed).isEmpty();
    }

    @Test
    void lostConnectionTellsThePoolOnceAndIsNotMatchedAgain() throws Exception {
        CarrotManagedConnection managed = givenManaged();
        Told told = new Told();
        managed.addConnectionEventListener(told);
        Connection connection = handle(managed);
        assertThat(factory.getInvalidConnections(Set.of(managed)).size()).isZero();
        Await.until("the broker to list the connection", Duration.ofSeconds(15), () -> {
            broker.management().closeConnections("test");
            return !told.failed.isEmpty();
        });
        raw = new RawBroker(broker.uri());

        assertThatThrownBy(() -> connection.publish(message(queue)))
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.isTemporary()).isTrue());
        assertThat(told.failed).hasSize(1);
        assertThat(factory.getInvalidConnections(Set.of(managed)).size()).isEqualTo(1);
        assertThat(factory.matchManagedConnections(Set.of(managed), null, null)).isNull();
        managed.destroy();
        assertThat(handle(givenManaged()).publish(message(queue)).confirmed()).isTrue();
    }

    @Test
    void everyOneOnALostChannelTellsThePoolOnceAndTheNextOpensAnother() throws Exception {
        List<CarrotManagedConnection> sharing = List.of(givenManaged(), givenManaged(), givenManaged());
        List<Told> told = sharing.stream().map(managed -> new Told()).toList();
        for (int i = 0; i < sharing.size(); i++) {
            sharing.get(i).addConnectionEventListener(told.get(i));
        }
        Await.until("the broker to list the connection", Duration.ofSeconds(15), () -> {
            broker.management().closeConnections("test");
            return told.stream().noneMatch(each -> each.failed.isEmpty());
        });
        raw = new RawBroker(broker.uri());
        assertThat(told).allSatisfy(each -> assertThat(each.failed).hasSize(1));
        assertThat(sharing).noneMatch(CarrotManagedConnection::isValid);
        CarrotManagedConnection next = givenManaged();
        sharing.forEach(CarrotManagedConnection::destroy);
        assertThat(handle(next).publish(message(queue)).confirmed()).isTrue();
    }

    @Test
    void changedPropertyIsSeenByTheNextConnection() throws Exception {
        CarrotManagedConnection before = givenManaged();
        factory.setConnectionName("renamed");
        assertThat(factory.matchManagedConnections(Set.of(before), null, null)).isNull();
        assertThat(givenManaged().settings().connectionName()).isEqualTo("renamed");
        adapter.setHeartbeatSeconds(7);
        assertThat(givenManaged().settings().heartbeat()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void matchingHonoursTheUser() throws Exception {
        broker.management().addUser("other", "secret");
        CarrotManagedConnection configured = givenManaged();
        Credentials other = new Credentials("other", "secret");
        CarrotManagedConnection others = (CarrotManagedConnection) factory.createManagedConnection(null, other);
        Subject subject = new Subject();
        PasswordCredential credential = new PasswordCredential("other", "secret".toCharArray());
        credential.setManagedConnectionFactory(factory);
        subject.getPrivateCredentials().add(credential);

        Set<CarrotManagedConnection> pool = Set.of(configured, others);
        assertThat(factory.matchManagedConnections(pool, null, null)).isSameAs(configured);
        assertThat(factory.matchManagedConnections(pool, null, other)).isSameAs(others);
        assertThat(factory.matchManagedConnections(pool, subject, null)).isSameAs(others);
        assertThat(factory.matchManagedConnections(pool, null, new Credentials("third", "x")))
                .isNull();
        assertThat(others.getMetaData().getUserName()).isEqualTo("other");
    }

    @Test
    void wrongCredentialsOfAComponentAreRefused() {
        assertThatThrownBy(() -> factory.createManagedConnection(null, new Credentials("guest", "wrong")))
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageStartingWith("CARROT-0204");
    }

    @Test
    void handleMovesToAnotherManagedConnection() throws Exception {
        CarrotManagedConnection first = givenManaged();
        CarrotManagedConnection second = givenManaged();
        Connection connection = handle(first);
        second.associateConnection(connection);
        first.destroy();
        assertThat(connection.publish(message(queue)).confirmed()).isTrue();
    }

    @Test
    void dissociatedHandleIsNotUsableUntilItIsAssociatedAgain() throws Exception {
        CarrotManagedConnection managed = givenManaged();
        Connection connection = handle(managed);
        managed.dissociateConnections();
        assertThatThrownBy(() -> connection.publish(message(queue))).isInstanceOf(ConnectException.class);
        managed.associateConnection(connection);
        assertThat(connection.publish(message(queue)).confirmed()).isTrue();
    }

    @Test
    void destroyIsIdempotentAndLetsTheConnectionGo() throws Exception {
        CarrotManagedConnection managed = givenManaged();
        managed.destroy();
        managed.destroy();
        assertThat(managed.isValid()).isFalse();
        assertThatThrownBy(() -> managed.getConnection(null, null))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        Await.until(
                "no connection of ours",
                Duration.ofSeconds(15),
                () -> broker.management().connectionNames().stream().noneMatch(name -> name.startsWith("carrot")));
    }

    // Configuration

    @Test
    void everyWrongPropertyIsReportedTogether() {
        factory.setTransactionMode("xa");
        factory.setConfirmTimeoutMillis(1L);
        factory.setMaxUnconfirmed(0);
        assertThatThrownBy(() -> factory.createConnectionFactory(null))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("3 settings are wrong")
                .hasMessageContaining(
                        "CARROT-0102 transactionMode is 'xa'; set one of synchronization, local, afterCommit, tx, none")
                .hasMessageContaining("confirmTimeoutMillis is 1")
                .hasMessageContaining("maxUnconfirmed is 0");
    }

    @Test
    void anotherAdapterIsRefused() {
        assertThatThrownBy(() -> factory.setResourceAdapter(new FakeAdapter(broker.uri())))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class)
                .hasMessageStartingWith("CARROT-0224");
    }

    @Test
    void factoriesAreEqualByConfigurationAndSurviveSerialization() throws Exception {
        CarrotManagedConnectionFactory one = new CarrotManagedConnectionFactory();
        one.setTransactionMode("local");
        one.setUserName("u");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(one);
        }
        Object copy;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = in.readObject();
        }
        assertThat(copy).isEqualTo(one).hasSameHashCodeAs(one);
        one.setUserName("other");
        assertThat(copy).isNotEqualTo(one);
    }
}
