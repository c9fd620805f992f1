package io.carrotmq.cdi.internal.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/** A method that its interface implements. */
final class DefaultMethod implements ClientMethod {
    private static final Object[] NONE = {};
    private static final MethodType GENERIC = MethodType.methodType(Object.class, Object.class, Object[].class);

    private final MethodHandle handle;

    private DefaultMethod(MethodHandle handle) {
        this.handle = handle;
    }

    static ClientMethod of(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        try {
            MethodHandle handle = MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring)
                    .asFixedArity()
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(GENERIC);
            return new DefaultMethod(handle);
        } catch (IllegalAccessException closedModule) { // an exported interface can be called all the same
            return (client, values) -> InvocationHandler.invokeDefault(client, method, values);
        }
    }

    @Override
    public Object call(Object client, Object[] values) throws Throwable {
        Object[] given = values == null ? NONE : values; // its static type is part of the call
        return handle.invokeExact(client, given);
    }
}
