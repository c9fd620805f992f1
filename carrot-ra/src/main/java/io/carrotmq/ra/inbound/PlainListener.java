package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotMessageListener;
import io.carrotmq.Delivery;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.Method;

/** A bean that takes every message undecoded. */
final class PlainListener implements Listener, Handler {
    private static final Method ON_MESSAGE = onMessage();

    private static Method onMessage() {
        try {
            return CarrotMessageListener.class.getMethod("onMessage", Delivery.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Handler handlerFor(String routingKey) {
        return this;
    }

    @Override
    public void bind(MessageEndpoint endpoint) throws NoSuchMethodException {
        if (!(endpoint instanceof CarrotMessageListener)) {
            throw Messages.foreignListener(endpoint.getClass(), CarrotMessageListener.class);
        }
    }

    @Override
    public Method method() {
        return ON_MESSAGE;
    }

    @Override
    public Object decode(BeanDelivery delivery) {
        return delivery.content();
    }

    @Override
    public void invoke(MessageEndpoint endpoint, BeanDelivery delivery, Object body) {
        ((CarrotMessageListener) endpoint).onMessage(delivery);
    }
}
