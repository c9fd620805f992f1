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
}
