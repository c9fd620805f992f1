package io.carrotmq.codecs.page;

import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.codecs.Pickle;
import io.carrotmq.codecs.Yaml;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** What an application injects. */
@Dependent
public class OrderTraffic {
    // tag::injected
    @Inject
    @RoutingKey("orders")
    @Yaml
    Publisher<Order> orders;

    @Inject
    @Queue("from.python")
    @Pickle
    Consumer<Order> inbox;
    // end::injected
}
