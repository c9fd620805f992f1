package io.carrotmq.ra.inbound;

import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.Method;

/** One method of a bean that takes messages. Safe for use by any number of threads. */
interface Handler {
    /** {@return the method the container is told about} */
    Method method();

    /** Decodes a message's body before the bean is involved; throws whatever the codec throws. */
    Object decode(BeanDelivery delivery);

    /** Calls the bean; throws what it throws. */
    void invoke(MessageEndpoint endpoint, BeanDelivery delivery, Object body) throws Throwable;
}
