package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumeException;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLetters;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.RawBroker;
import io.carrotmq.Receipt;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishing that joins a transaction, in each mode, against a real broker. */
@WithBroker
@Timeout(60)
class TransactedPublishIT {
    private FakeAdapter adapter;
    private CarrotManagedConnectionFactory factory;
    private RabbitMq broker;
    private RawBroker raw;
    private String queue;

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

    @Test
    void committedTransactionHasPublishedBeforeItsCommitReturns() throws Exception {
        Connection connection = handle(givenManaged());
        adapter.transaction().begin();
        Receipt receipt = connection.publish(message(queue));
        CompletionStage<Receipt> second = connection.publishAsync(message(queue));
        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.ENLISTED);
        assertThat(raw.count(queue)).isZero();

        connection.close(); // a bean closes its handle before the container commits
        assertThat(adapter.transaction().commit()).isNull();

        assertThat(raw.count(queue)).isEqualTo(2);
        assertThat(second.toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5))
                .matches(Receipt::confirmed);
    }

    @Test
    void rolledBackTransactionPublishesNothing() throws Exception {
        Connection connection = handle(givenManaged());
        adapter.transaction().begin();
        CompletionStage<Receipt> sent = connection.publishAsync(message(queue));
        adapter.transaction().rollback();

        assertThat(raw.count(queue)).isZero();
        assertThatThrownBy(() -> sent.toCompletableFuture().get(1, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(PublishException.class, e -> {
                    assertThat(e.code()).isEqualTo("CARROT-0611");
                    assertThat(e.mayHaveBeenDelivered()).isFalse();
                });
    }

    /** Or they would be acknowledged before they are published. */
    @Test
    void deadLettersAreNotSentBackInATransaction() throws Exception {
        try (Connection connection = handle(givenManaged())) {
            connection.publish(new OutgoingMessage(
                    "",
                    queue,
                    true,
                    Properties.builder().header(DeadLetter.QUEUE_HEADER, queue).build(),
                    "letter".getBytes(UTF_8)));
        }
        DeadLetters letters = DeadLetters.in(handles(), queue);
        adapter.transaction().begin();
        assertThatThrownBy(() -> letters.sendBack(letter -> true))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0770 ");
        adapter.transaction().commit();
        assertThat(letters.count()).isEqualTo(1);
        assertThat(letters.sendBack(letter -> true)).isEqualTo(1);
        assertThat(letters.discard(letter -> true))
                .as("it was sent to where it was")
                .isEqualTo(1);
    }

    /** Each from a connection of its own, as a container gives them out. */
    private ConnectionFactory handles() {
        return new ConnectionFactory() {
            @Override
            public Connection connect() {
                try {
                    return handle(givenManaged());
                } catch (ResourceException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Connection connect(String userName, String password) {
                return connect();
            }

            @Override
            public Observation observe(java.util.function.Consumer<? super io.carrotmq.event.BrokerEvent> listener) {
                return () -> {};
            }

            @Override
            public void close() {
                // they are closed with the adapter
            }
        };
    }

    @Test
    void messageThatIsNotConfirmedVetoesTheCommit() throws Exception {
        Connection connection = handle(givenManaged());
        adapter.transaction().begin();
        connection.publish(message(queue));
        connection.publish(message("nobody"));
        assertThat(adapter.transaction().commit())
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith("CARROT-0612 1 of 2")
                .hasMessageContaining("CARROT-0601");
    }

    @Test
    void twoFactoriesAndTwoHandlesJoinTheSameTransaction() throws Exception {
        CarrotManagedConnectionFactory other = new CarrotManagedConnectionFactory();
        other.setConfirmTimeoutMillis(9_000L);
        other.setResourceAdapter(adapter);
        adapter.transaction().begin();
        handle(givenManaged()).publish(message(queue));
        handle(givenManaged()).publish(message(queue));
        handle((CarrotManagedConnection) other.createManagedConnection(null, null))
                .publish(message(queue));
        assertThat(raw.count(queue)).isZero();
        assertThat(adapter.transaction().commit()).isNull();
        assertThat(raw.count(queue)).isEqualTo(3);
    }

    @Test
    void sendInATransactionMarkedForRollbackIsRefused() throws Exception {
        Connection connection = handle(givenManaged());
        adapter.transaction().begin();
        adapter.transaction().setRollbackOnly();
        assertThatThrownBy(() -> connection.publish(message(queue)))
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith("CARROT-0610");
    }

    @Test
    void modeNonePublishesAtOnceInsideATransaction() throws Exception {
        factory.setTransactionMode("none");
        Connection connection = handle(givenManaged());
        adapter.transaction().begin();
        assertThat(connection.publish(message(queue)).confirmed()).isTrue();
        adapter.transaction().rollback();
        assertThat(raw.count(queue)).isEqualTo(1);
    }

    @Test
    void localTransactionPublishesAtCommitAndNotAtRollback() throws Exception {
        factory.setTransactionMode("local");
        CarrotManagedConnection managed = givenManaged();
        Connection connection = handle(managed);
        managed.getLocalTransaction().begin();
        connection.publish(message(queue));
        assertThat(raw.count(queue)).isZero();
        managed.getLocalTransaction().rollback();
        assertThat(raw.count(queue)).isZero();

        managed.getLocalTransaction().begin();
        connection.publish(message(queue));
        managed.getLocalTransaction().commit();
        assertThat(raw.count(queue)).isEqualTo(1);
    }

    @Test
    void localTransactionThatCannotBeConfirmedFailsItsCommit() throws Exception {
        factory.setTransactionMode("local");
        CarrotManagedConnection managed = givenManaged();
        managed.getLocalTransaction().begin();
        handle(managed).publish(message("nobody"));
        assertThatThrownBy(() -> managed.getLocalTransaction().commit())
                .isInstanceOf(LocalTransactionException.class)
                .hasMessageStartingWith("CARROT-0612");
        assertThatThrownBy(() -> managed.getLocalTransaction().commit()).isInstanceOf(LocalTransactionException.class);
    }

    @Test
    void transactionSurvivesTheLossOfItsChannel() throws Exception {
        factory.setTransactionMode("local");
        CarrotManagedConnection managed = givenManaged();
        managed.getLocalTransaction().begin();
        handle(managed).publish(message(queue));
        broker.management().closeConnections("test");
        raw = new RawBroker(broker.uri());
        managed.getLocalTransaction().commit();
        Await.until("the message", Duration.ofSeconds(5), () -> raw.count(queue) == 1);
    }

    @Test
    void supportLevelFollowsTheMode() throws Exception {
        assertThat(factory.getTransactionSupport()).isEqualTo(TransactionSupportLevel.NoTransaction);
        assertThatThrownBy(() -> givenManaged().getLocalTransaction()).isInstanceOf(NotSupportedException.class);
        factory.setTransactionMode("local");
        assertThat(factory.getTransactionSupport()).isEqualTo(TransactionSupportLevel.LocalTransaction);
        assertThatThrownBy(() -> givenManaged().getXAResource()).isInstanceOf(NotSupportedException.class);
    }
}
