package io.carrotmq.transport.memory;

import io.carrotmq.topology.QueueDeclaration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What a broker does, tested twice: a subclass runs it on the broker in memory, and another on RabbitMQ, so that what is
 * expected of the one is what the other does.
 */
@Timeout(120)
abstract class Behaviour {
    private final String prefix = "b" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private Client client;
    private Recorder channel;

    abstract String uri();

    @BeforeEach
    void connect() {
        client = Client.of(uri());
        channel = client.open();
    }

    @AfterEach
    void close() {
        client.close();
    }

    final Client client() {
        return client;
    }

    /** {@return a channel that is open unless the test made the broker close it} */
    final Recorder channel() {
        return channel;
    }

    /** {@return a name nobody else has} */
    final String name(String suffix) {
        return prefix + suffix;
    }

    /** {@return a queue that goes with the connection} */
    final QueueDeclaration queue(String suffix) {
        return QueueDeclaration.exclusive(name(suffix)).autoDelete(false);
    }

    final String declared(String suffix) {
        return channel.queue(queue(suffix));
    }
}
