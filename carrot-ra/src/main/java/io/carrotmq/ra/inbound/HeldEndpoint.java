package io.carrotmq.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;

/** The container's proxy that one session holds from delivery to delivery. Confined to the session's thread. */
final class HeldEndpoint {
    private final MessageEndpointFactory factory;
    private final Listener listener;
    private final Transactions transactions;
    private MessageEndpoint endpoint;
    private boolean observed;

    HeldEndpoint(MessageEndpointFactory factory, Listener listener, Transactions transactions) {
        this.factory = factory;
        this.listener = listener;
        this.transactions = transactions;
    }

    /**
     * Gets a proxy from the container if there is none yet.
     *
     * @throws UnavailableException if the container gives none now
     * @throws NoSuchMethodException if what it gives cannot be called
     */
    void acquire() throws UnavailableException, NoSuchMethodException {
        if (endpoint != null) {
            return;
        }
        observed = transactions.observing();
        endpoint = factory.createEndpoint(observed ? new ObserverResource() : null);
        try {
            listener.bind(endpoint);
        } catch (NoSuchMethodException | RuntimeException e) {
            release();
            throw e;
        }
    }

    void before(Method method) throws NoSuchMethodException, ResourceException {
        endpoint.beforeDelivery(method);
    }

    void invoke(Handler handler, BeanDelivery delivery, Object body) throws Throwable {
        handler.invoke(endpoint, delivery, body);
    }

    void after() throws ResourceException {
        endpoint.afterDelivery();
    }

    /** {@return whether the container got an XAResource with it} */
    boolean observed() {
        return observed;
    }

    /** Gives the proxy back, once. */
    void release() {
        MessageEndpoint last = endpoint;
        endpoint = null;
        if (last != null) {
            try {
                last.release();
            } catch (RuntimeException e) {
                Messages.LOG.log(System.Logger.Level.DEBUG, "the container complained about a release", e);
            }
        }
    }
}
