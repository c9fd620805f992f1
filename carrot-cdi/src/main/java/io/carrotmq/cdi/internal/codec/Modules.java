package io.carrotmq.cdi.internal.codec;

import jakarta.enterprise.inject.spi.InjectionPoint;

/** Which part of an application, known by its class loader, an injection point belongs to. */
public final class Modules {
    private Modules() {}

    /** The bean's class rather than the member's: a superclass may come from a library that does not see the module. */
    public static ClassLoader of(InjectionPoint point) {
        Class<?> injecting = null;
        if (point.getBean() != null) {
            injecting = point.getBean().getBeanClass();
        } else if (point.getMember() != null) {
            injecting = point.getMember().getDeclaringClass();
        }
        ClassLoader loader = injecting == null ? null : injecting.getClassLoader();
        return loader == null ? Thread.currentThread().getContextClassLoader() : loader;
    }

    /** Does something with a module's class loader, see {@link #enter}, on a thread that belongs to nobody. */
    public static void within(ClassLoader module, Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        enter(module);
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Makes a module's class loader the current thread's context class loader, unless that one has it for a parent. The extension of
     * an EAR is started with the EAR's loader, which does not see the EAR's modules.
     */
    public static void enter(ClassLoader module) {
        ClassLoader current = Thread.currentThread().getContextClassLoader();
        for (ClassLoader loader = current; loader != null; loader = loader.getParent()) {
            if (loader == module) {
                return;
            }
        }
        Thread.currentThread().setContextClassLoader(module);
    }
}
