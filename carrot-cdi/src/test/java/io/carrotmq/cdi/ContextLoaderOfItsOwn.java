package io.carrotmq.cdi;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives each test a context class loader of its own: OpenWebBeans has one container for each, and does not let go of one
 * whose start has failed. Registered where the tests run with OpenWebBeans.
 */
public final class ContextLoaderOfItsOwn implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(ContextLoaderOfItsOwn.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        ClassLoader usual = Thread.currentThread().getContextClassLoader();
        context.getStore(NAMESPACE).put(ContextLoaderOfItsOwn.class, usual);
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], usual));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Thread.currentThread()
                .setContextClassLoader(
                        context.getStore(NAMESPACE).remove(ContextLoaderOfItsOwn.class, ClassLoader.class));
    }
}
