package io.carrotmq.ra.inbound;

import io.carrotmq.Delivery;
import io.carrotmq.codec.Decoder;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** A method marked as a handler, with how to decode for it. */
final class MarkedMethod implements Handler {
    /** The method as one class of container proxies has it. */
    private record Bound(Class<?> proxyClass, Method method) {}

    private final Method method;
    private final Class<?>[] types;
    private final TopicPattern pattern;
    private final Decoder<?> decoder;
    private volatile Bound bound;

    MarkedMethod(Method method, TopicPattern pattern, Decoder<?> decoder) {
        this.method = method;
        this.types = method.getParameterTypes();
        this.pattern = pattern;
        this.decoder = decoder;
    }

    TopicPattern pattern() {
        return pattern;
    }

    @Override
    public Method method() {
        return method;
    }

    Method bind(Class<?> proxyClass) throws NoSuchMethodException {
        Bound known = bound;
        if (known == null || known.proxyClass != proxyClass) {
            Method its = proxyClass.getMethod(method.getName(), types);
            its.trySetAccessible(); // containers' proxy classes need not be public
            known = new Bound(proxyClass, its);
            bound = known;
        }
        return known.method;
    }

    @Override
    public Object decode(BeanDelivery delivery) {
        return decoder.decode(delivery.content(), delivery.properties());
    }

    @Override
    public void invoke(MessageEndpoint endpoint, BeanDelivery delivery, Object body) throws Throwable {
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = types[i] == Delivery.class ? delivery.withBody(body) : body;
        }
        try {
            bind(endpoint.getClass()).invoke(endpoint, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
