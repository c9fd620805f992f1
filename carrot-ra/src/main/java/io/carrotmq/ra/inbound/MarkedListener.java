package io.carrotmq.ra.inbound;

import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.util.Comparator;
import java.util.List;

/** A bean with methods marked as handlers, told apart by the routing key. */
final class MarkedListener implements Listener {
    private final List<MarkedMethod> methods;

    MarkedListener(List<MarkedMethod> methods) {
        this.methods = methods.stream()
                .sorted(Comparator.comparing(MarkedMethod::pattern, TopicPattern.MORE_LITERAL))
                .toList();
    }

    @Override
    public Handler handlerFor(String routingKey) {
        for (MarkedMethod method : methods) {
            if (method.pattern().matches(routingKey)) {
                return method;
            }
        }
        return null;
    }

    @Override
    public void bind(MessageEndpoint endpoint) throws NoSuchMethodException {
        for (MarkedMethod method : methods) {
            method.bind(endpoint.getClass());
        }
    }
}
