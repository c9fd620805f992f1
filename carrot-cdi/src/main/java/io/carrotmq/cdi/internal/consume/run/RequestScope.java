package io.carrotmq.cdi.internal.consume.run;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;

/** Gives each call a request context of its own. For one thread. */
final class RequestScope implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    private final Instance<RequestContextController> source;
    private final RequestContextController controller;

    RequestScope(BeanManager beans) {
        source = beans.createInstance().select(RequestContextController.class);
        controller = source.get();
    }

    /** {@return whether it is active now and was not before} */
    boolean begin() {
        return controller.activate();
    }

    /** Destroys what a call has made in it. Its deliveries are settled already, so that nothing can be done about a failure. */
    void end(String consumer) {
        try {
            controller.deactivate();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, Messages.contextNotEnded(consumer, e), e);
        }
    }

    @Override
    public void close() {
        try {
            source.destroy(controller);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a method has outlived its application", e);
        }
    }
}
