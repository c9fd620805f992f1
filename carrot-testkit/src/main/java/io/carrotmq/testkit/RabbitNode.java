package io.carrotmq.testkit;

import java.net.URI;

/** A RabbitMQ broker, however it came to run. Implementations are safe for use by several threads. */
interface RabbitNode extends AutoCloseable {

    /** The AMQP address, with the credentials of an administrator. */
    URI uri();

    /** The STOMP address, with the same credentials. */
    URI stompUri();

    /** The STOMP address for TLS. */
    URI stompTlsUri();

    /** The address of the HTTP API, without a path. */
    URI managementUri();

    /** Whether the broker is ours to kill. If not, every method below throws, except {@link #close}. */
    boolean isProcess();

    void kill();

    void stop();

    void restart();

    void freeze();

    void thaw();

    /** Runs rabbitmqctl with these arguments. */
    void control(String... arguments);

    @Override
    void close();
}
