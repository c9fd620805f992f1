package io.carrotmq.ra.inbound;

import jakarta.resource.spi.endpoint.MessageEndpoint;

/** What a bean class makes of messages. Made once for each activation. Safe for use by any number of threads. */
interface Listener {
    /** {@return the method for messages with this routing key, or null if there is none} */
    Handler handlerFor(String routingKey);

    /**
     * Checks that the container's proxy can be called.
     *
     * @throws NoSuchMethodException if it lacks what the bean class has
     */
    void bind(MessageEndpoint endpoint) throws NoSuchMethodException;
}
