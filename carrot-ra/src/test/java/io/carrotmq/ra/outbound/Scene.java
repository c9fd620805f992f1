package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.TransactionMode;
import io.carrotmq.config.Violations;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import jakarta.resource.ResourceException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A connection factory of one mode in a container, one connection from it, and beside them somebody who looks into a queue. */
final class Scene implements AutoCloseable {
    static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(2);

    private final FakeAdapter adapter;
    private final CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
    private final CarrotManagedConnection managed;
    private final Connection connection;
    private final TransactionMode mode;
    private final ConnectionFactory observers;
    private final String queue = "tx-" + UUID.randomUUID();

    /**
     * Sets it up.
     *
     * @param observed an address that no fault of the other concerns
     */
    Scene(URI broker, URI observed, TransactionMode mode) throws ResourceException {
        this.mode = mode;
        observers = ConnectionFactory.open(observed.toString());
        try (Connection observer = observers.connect()) {
            observer.declare(
                    Topology.builder().queue(QueueDeclaration.of(queue)).build());
        }
        adapter = new FakeAdapter(broker);
        factory.setTransactionMode(Violations.word(mode));
        factory.setConfirmTimeoutMillis(CONFIRM_TIMEOUT.toMillis());
        factory.setResourceAdapter(adapter);
        managed = (CarrotManagedConnection) factory.createManagedConnection(null, null);
        connection = (Connection) managed.getConnection(null, null);
    }

    /** Begins a transaction, in which the container enlists the connection if its mode needs that. */
    void begin() throws ResourceException {
        if (Publishing.isLastResource(mode)) {
            adapter.transaction().begin(managed.getLocalTransaction());
        } else {
            adapter.transaction().begin();
        }
    }

    /** What every server has done before: opened the channels it commits on. */
    void warmUp() throws ResourceException {
        begin();
        connection.publish(message("warm"));
        Exception failure = transaction().commit();
        if (failure != null) {
            throw new AssertionError(failure);
        }
        drain();
    }

    OneTransaction transaction() {
        return adapter.transaction();
    }

    Connection connection() {
        return connection;
    }

    CarrotManagedConnection managed() {
        return managed;
    }

    FakeAdapter adapter() {
        return adapter;
    }

    String queue() {
        return queue;
    }

    OutgoingMessage message(String body) {
        return message(body, null);
    }

    OutgoingMessage message(String body, TransactionMode own) {
        return new OutgoingMessage("", queue, true, Properties.NONE, body.getBytes(UTF_8), own);
    }

    static OutgoingMessage unroutable(String body) {
        return new OutgoingMessage("", "nobody", true, Properties.NONE, body.getBytes(UTF_8));
    }

    static OutgoingMessage toMissingExchange(String body) {
        return new OutgoingMessage("no.such.exchange", "key", true, Properties.NONE, body.getBytes(UTF_8));
    }

    /** What is in the queue now, taken from it. */
    List<String> drain() {
        return drain(queue);
    }

    List<String> drain(String from) {
        List<String> bodies = new ArrayList<>();
        SubscribeOptions options = SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE);
        try (Connection observer = observers.connect()) {
            for (Optional<Delivery<byte[]>> next = observer.fetch(from, options);
                    next.isPresent();
                    next = observer.fetch(from, options)) {
                bodies.add(new String(next.get().content(), UTF_8));
            }
        }
        return bodies;
    }

    /** Another queue, made of this, which is full and refuses what comes. */
    String fullQueue(UnaryOperator<QueueDeclaration> type) {
        String full = queue + "-full";
        try (Connection observer = observers.connect()) {
            observer.declare(Topology.builder()
                    .queue(type.apply(QueueDeclaration.of(full)).maxLength(1).overflow(Overflow.REJECT_PUBLISH))
                    .build());
            // A quorum queue takes some more before it refuses.
            Await.until("the queue to be full", Duration.ofSeconds(30), () -> {
                try {
                    observer.publish(messageTo(full));
                    return false;
                } catch (MessageRefusedException e) {
                    return true;
                }
            });
        }
        return full;
    }

    long count(String of) {
        try (Connection observer = observers.connect()) {
            return observer.messageCount(of).orElseThrow();
        }
    }

    static OutgoingMessage messageTo(String queue) {
        return new OutgoingMessage("", queue, true, Properties.NONE, new byte[] {'x'});
    }

    /** An exchange whose messages all go to the queue. */
    String boundExchange() {
        try (Connection observer = observers.connect()) {
            observer.declare(Topology.builder()
                    .exchange(ExchangeDeclaration.of(queue, "fanout"))
                    .bind(queue, queue, "")
                    .build());
        }
        return queue;
    }

    /** An exchange that no queue is bound to. */
    String exchange() {
        String exchange = queue + "-empty";
        try (Connection observer = observers.connect()) {
            observer.declare(Topology.builder()
                    .exchange(ExchangeDeclaration.of(exchange, "direct"))
                    .build());
        }
        return exchange;
    }

    /** Whether who looks into the queue can delete anything. */
    boolean deletes() {
        try (Connection observer = observers.connect()) {
            return observer.broker().supports(Capability.DELETION);
        }
    }

    void delete(String exchange) {
        try (Connection observer = observers.connect()) {
            observer.deleteExchange(exchange);
        }
    }

    @Override
    public void close() {
        managed.destroy();
        adapter.close();
        try (Connection observer = observers.connect()) {
            if (observer.broker().supports(Capability.DELETION)) { // those who cannot live in this JVM, and end with it
                observer.deleteQueue(queue);
                observer.deleteQueue(queue + "-full");
                observer.deleteExchange(queue);
                observer.deleteExchange(queue + "-empty");
            }
        }
        observers.close();
    }
}
