package io.carrotmq.cdi;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import io.carrotmq.SendOptions;
import io.carrotmq.cdi.spi.SubclassConfiguration;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A publisher whose class says where and how it sends:
 *
 * <pre>{@code
 * @ApplicationScoped
 * @Exchange("feed") @RoutingKey("importer") @Json
 * class FeedPublisher extends PublisherSupport<ImportFeed> {
 *     void importFeed(URI address) {
 *         send(new ImportFeed(address));
 *     }
 * }}</pre>
 *
 * <p>In a container it is a bean of its class like any other, injected by the class, or by what it implements of the
 * application's; not as a {@code Publisher}. It needs an annotation that makes it a bean, such as a scope, and a
 * constructor that CDI can call. Outside, {@link #PublisherSupport(ConnectionFactory)} reads the same annotations.
 *
 * <p>It takes {@link Exchange}, {@link RoutingKey} or both, and {@link Broker}, {@link TxMode} and one encoder qualifier, {@link
 * Json} unless one is given. They are looked for on the class and on those it extends, and the nearest one counts. What they
 * say can be set from outside: {@code carrot.publishers.<class>.exchange}, {@code .routingKey}, {@code .broker} and {@code
 * .txMode}, with the simple name of the class. The type of the bodies may come through classes between; it has no type variable in the end. What
 * is wrong is told at deployment, or by the constructor.
 *
 * <p><strong>Threads:</strong> safe for use by any number of threads, as far as the subclass is. <strong>Lifecycle:</strong> as
 * {@link Publisher}; the container closes it with the bean. Before that has been injected, that is in its constructor, it
 * cannot send.
 *
 * @param <T> the type of the bodies
 */
public abstract class PublisherSupport<T> implements Publisher<T> {
    private Publisher<T> publisher;

    /** For a container, which connects it. */
    protected PublisherSupport() {}

    /**
     * For use without a container, and for a bean that brings a connection factory of its own.
     *
     * @param connections where connections come from, whatever {@link Broker} says; it is not closed
     * @throws io.carrotmq.ConfigurationException if anything is wrong with the annotations; all but the first problem are
     *     suppressed in it
     */
    protected PublisherSupport(ConnectionFactory connections) {
        publisher = SubclassConfiguration.of(getClass(), connections).publisher();
    }

    @Inject
    void configure(SubclassConfiguration configuration) {
        if (publisher == null) {
            publisher = configuration.publisher();
        }
    }

    private Publisher<T> publisher() {
        if (publisher == null) {
            throw Messages.notConnected(getClass());
        }
        return publisher;
    }

    @Override
    public Receipt send(T body) {
        return publisher().send(body);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(T body) {
        return publisher().sendAsync(body);
    }

    @Override
    public List<Receipt> sendAll(Collection<? extends T> bodies) {
        return publisher().sendAll(bodies);
    }

    @Override
    public void tell(T body) {
        publisher().tell(body);
    }

    /** {@inheritDoc} The changed publisher is none of this class. */
    @Override
    public Publisher<T> with(UnaryOperator<SendOptions> change) {
        return publisher().with(change);
    }

    @Override
    public void close() {
        if (publisher != null) {
            publisher.close();
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + (publisher == null ? ", not connected" : ", " + publisher);
    }
}
