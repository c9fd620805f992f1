package io.carrotmq.cdi.internal.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Stands behind the one implementation of an interface. Safe for use by any number of threads. */
final class Client implements InvocationHandler {
    private final String description;
    private final Map<Method, ClientMethod> methods;

    private Client(String description, Map<Method, ClientMethod> methods) {
        this.description = description;
        this.methods = new HashMap<>(methods);
        try {
            this.methods.put(Object.class.getMethod("toString"), (client, values) -> this.description);
            this.methods.put(Object.class.getMethod("hashCode"), (client, values) -> System.identityHashCode(client));
            this.methods.put(Object.class.getMethod("equals", Object.class), (client, values) -> client == values[0]);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** Implements an interface. */
    static Object of(Class<?> type, String description, Map<Method, ClientMethod> methods) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Client(description, methods));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] values) throws Throwable {
        return methods.get(method).call(proxy, values);
    }
}
