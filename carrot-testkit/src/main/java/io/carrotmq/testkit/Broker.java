package io.carrotmq.testkit;

import java.net.URI;

/**
 * A running AMQP 0-9-1 broker for tests. Get one from {@link RabbitMq#shared()}, {@link RabbitMq#start()} or {@link
 * EmbeddedQpid#start()}, or as a parameter of a test annotated with {@link WithBroker}.
 *
 * <p>Safe for use by several threads. It runs from the moment it is handed out until {@link #close()}.
 */
public interface Broker extends AutoCloseable {

    /** The address with user, password and virtual host, such as {@code amqp://guest:guest@127.0.0.1:20123/%2F}. */
    URI uri();

    /** What the broker calls itself in its AMQP greeting, such as {@code RabbitMQ}. */
    String product();

    /** The version in the broker's AMQP greeting, such as {@code 4.3.6}. */
    String version();

    /** Ends the broker and removes what it stored. Further calls do nothing. */
    @Override
    void close();
}
