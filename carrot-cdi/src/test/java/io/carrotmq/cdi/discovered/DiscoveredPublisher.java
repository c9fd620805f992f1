package io.carrotmq.cdi.discovered;

import io.carrotmq.cdi.PublisherSupport;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
@RoutingKey("subclass")
public class DiscoveredPublisher extends PublisherSupport<Order> {}
