package io.carrotmq;

import io.carrotmq.event.BrokerEvent;
import io.carrotmq.spi.ConnectionFactoryProvider;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The door to one broker, with the credentials and settings it was configured with.
 *
 * <p>In an application server it is looked up in JNDI or injected, and each {@link Connection} comes from the server's
 * pool. In Java SE {@link #open(String)} makes one, which keeps its own small pool.
 *
 * <p><strong>Threads:</strong> safe for use by any number of threads. <strong>Lifecycle:</strong> in a server the
 * container owns it and {@link #close()} does nothing; in Java SE the caller closes it.
 */
public interface ConnectionFactory extends AutoCloseable {

    /**
     * Opens a connection factory of one's own, outside a container.
     *
     * @param uri the broker's address, {@code amqp://user:password@host:port/virtualHost} or
     *     {@code stomp://user:password@host:port/virtualHost}, the same with {@code amqps} and {@code stomp+ssl} for TLS; a
     *     virtual host that contains {@code /} is percent-encoded ({@code %2F} is the usual default host).
     *     {@code failover:(stomp://a,stomp://b)} lists brokers of which each will do, and {@code memory:name} is a broker
     *     inside this JVM, for tests
     * @return a factory that has not connected yet: it connects with the first {@link Connection}
     * @throws ConfigurationException if the address is malformed or no resource adapter on the class path accepts it
     */
    static ConnectionFactory open(String uri) {
        return open(uri, Map.of());
    }

    /**
     * Opens a connection factory of one's own, outside a container, with settings.
     *
     * @param uri the broker's address, as {@link #open(String)} takes it
     * @param properties values of the properties that the adapter's connection factory has in a container ({@code ra.xml}),
     *     by their names, such as {@code userName} or {@code confirmTimeoutMillis}
     * @return a factory that has not connected yet: it connects with the first {@link Connection}
     * @throws ConfigurationException if the address is malformed, no resource adapter on the class path accepts it, or a
     *     property is unknown or has a value that it cannot have; all that is wrong with them is told together
     */
    static ConnectionFactory open(String uri, Map<String, String> properties) {
        return ConnectionFactoryProvider.find(uri).open(uri, properties);
    }

    /**
     * Takes a connection from the pool, with the credentials the factory was configured with.
     *
     * @return a connection handle, to be closed by the caller
     * @throws ConnectException if no broker can be reached within the configured time or it refuses the credentials
     */
    Connection connect();

    /**
     * Takes a connection for a given user.
     *
     * @param userName the user the broker shall see
     * @param password that user's password
     * @return a connection handle, to be closed by the caller
     * @throws ConnectException as {@link #connect()}
     */
    Connection connect(String userName, String password);

    /**
     * Takes a connection from the pool, and tries again while no broker can be reached. The calling thread waits
     * meanwhile.
     *
     * @param schedule how often, and with which pauses
     * @return a connection handle, to be closed by the caller
     * @throws ConnectException the last failure, if no attempt is to follow it; and if the thread is interrupted while it
     *     waits: it stays interrupted
     */
    default Connection connect(ConnectRetry schedule) {
        return Outage.survive(this::connect, schedule, Outage::pass);
    }

    /**
     * Tells a listener what happens at the broker that this factory leads to, with the user it was configured with, from now
     * on. Neither connects nor takes a connection.
     *
     * @param listener called one event at a time, in the order they happen, on a thread of Carrot's with no context of the
     *     caller's; it may take its time, but is not told what happens while more than 1,000 events wait for it: that is
     *     logged. What it throws is logged
     * @return ends it. In a container the application must close it before it ends; it ends by itself with the resource
     *     adapter, and in Java SE with this factory
     * @throws ConnectException if this factory is closed, or its resource adapter does not run
     */
    Observation observe(Consumer<? super BrokerEvent> listener);

    /** A listener's registration. Safe for use by any number of threads. */
    interface Observation extends AutoCloseable {
        /**
         * Ends it: once this has returned, no further event is told. It waits for the listener if that is being told one, for 5
         * s at most; not if the listener itself calls this. Does nothing the second time.
         */
        @Override
        void close();
    }

    /** Closes what the factory owns. Does nothing in a container, and nothing the second time. */
    @Override
    void close();
}
