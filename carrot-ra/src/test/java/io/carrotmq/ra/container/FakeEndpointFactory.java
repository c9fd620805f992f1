package io.carrotmq.ra.container;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAResource;

/** Makes proxies for one deployed bean. */
final class FakeEndpointFactory implements MessageEndpointFactory {
    private final FakeContainer container;
    private final Object bean;
    private final Attribute attribute;

    FakeEndpointFactory(FakeContainer container, Object bean, Attribute attribute) {
        this.container = container;
        this.bean = bean;
        this.attribute = attribute;
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
        if (container.unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new UnavailableException("the bean pool is exhausted");
        }
        container.created.incrementAndGet();
        Set<Class<?>> types = new LinkedHashSet<>(List.of(bean.getClass().getInterfaces()));
        types.add(MessageEndpoint.class);
        return (MessageEndpoint) Proxy.newProxyInstance(
                bean.getClass().getClassLoader(),
                types.toArray(Class<?>[]::new),
                new FakeEndpoint(container, bean, attribute, resource != null));
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout) throws UnavailableException {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return attribute == Attribute.REQUIRED;
    }

    @Override
    public String getActivationName() {
        return "carrot.rar:listener";
    }

    @Override
    public Class<?> getEndpointClass() {
        return bean.getClass();
    }
}
