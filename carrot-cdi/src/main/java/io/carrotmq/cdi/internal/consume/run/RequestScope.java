package io.carrotmq.cdi.internal.consume.run;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;

/** Gives each call a request context of its own, or all the same if nobody can tell. For one thread. */
final class RequestScope implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    private final BeanManager beans;
    private final boolean perCall;
    private Instance<RequestContextController> source;
    private RequestContextController controller;
    private boolean lasting;

    /** @param perCall whether the application has anything that is told by which context it is in */
    RequestScope(BeanManager beans, boolean perCall) {
        this.beans = beans;
        this.perCall = perCall;
    }

    /** {@return whether it is to be ended with the call} */
    boolean begin() {
        if (controller == null) {
            source = beans.createInstance().select(RequestContextController.class);
            controller = source.get();
        }
        if (perCall) {
            return controller.activate();
        }
        if (!lasting) {
            lasting = controller.activate();
        }
        return false;
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
            if (lasting) {
                controller.deactivate();
            }
            if (controller != null) {
                source.destroy(controller);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a method has outlived its application", e);
        }
    }
}
