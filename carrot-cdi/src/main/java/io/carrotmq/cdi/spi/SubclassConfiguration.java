package io.carrotmq.cdi.spi;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import java.util.ServiceLoader;

/**
 * What the annotations of a class make that extends {@link io.carrotmq.cdi.PublisherSupport} or {@link
 * io.carrotmq.cdi.ConsumerSupport}. In a container it is injected into each instance; {@link #of} makes it for one that was
 * made without a container. For one thread.
 */
public interface SubclassConfiguration extends AutoCloseable {
    /**
     * Makes the publisher that sends for an instance.
     *
     * @param <T> the type of the bodies, which is the class's type argument
     * @return the publisher
     */
    <T> Publisher<T> publisher();

    /**
     * Makes the consumer that takes messages for an instance.
     *
     * @param <T> the type of the bodies, which is the class's type argument
     * @return the consumer, not connected yet
     */
    <T> Consumer<T> consumer();

    /** Closes what it has made. */
    @Override
    void close();

    /**
     * Reads the annotations of a class.
     *
     * @param type the class
     * @param connections where connections come from; it is not closed
     * @return what they make
     * @throws ConfigurationException if anything is wrong with them; all but the first problem are suppressed in it
     */
    static SubclassConfiguration of(Class<?> type, ConnectionFactory connections) {
        return ServiceLoader.load(
                        SubclassConfigurationProvider.class, SubclassConfigurationProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("carrot-cdi is not complete"))
                .configuration(type, connections);
    }
}
