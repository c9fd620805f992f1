package io.carrotmq.testkit;

import java.net.URI;

/**
 * A running broker for tests. Get one that speaks AMQP 0-9-1 from {@link RabbitMq#shared()}, {@link RabbitMq#start()} or
 * {@link EmbeddedQpid#start()}, one that speaks STOMP as {@link StompBroker} says, or any as a parameter of a test
 * annotated with {@link WithBroker}.
 *
 * <p>Safe for use by several threads. It runs from the moment it is handed out until {@link #close()}.
 */
public interface Broker extends AutoCloseable {

    /**
     * The address in the URI of its protocol, with user and password: {@code amqp://guest:guest@127.0.0.1:20123/%2F},
     * virtual host included, or {@code stomp://guest:guest@127.0.0.1:20123}.
     */
    URI uri();

    /** What the broker calls itself in its greeting, such as {@code RabbitMQ}. */
    String product();

    /** The version in the broker's greeting, such as {@code 4.3.6}. */
    String version();

    /** Ends the broker and removes what it stored. Further calls do nothing. */
    @Override
    void close();
}
