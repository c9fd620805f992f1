package io.carrotmq.cdi.discovered;

import io.carrotmq.cdi.CarrotClient;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.scenario.Order;

/** Nobody injects it: only the stereotype makes it known. */
@CarrotClient
public interface Discovered {
    @RoutingKey("discovered")
    void send(Order order);
}
