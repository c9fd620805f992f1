package io.carrotmq.cdi.internal.consume;

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

    void run(Runnable call) {
        boolean ours = controller.activate();
        try {
            call.run();
        } finally {
            if (ours) {
                controller.deactivate();
            }
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
