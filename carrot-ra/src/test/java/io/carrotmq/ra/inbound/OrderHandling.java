package io.carrotmq.ra.inbound;

import io.carrotmq.Delivery;

/** The view through which the fake container's proxies call a marked bean. */
public interface OrderHandling {
    void onOrder(Order order, Delivery<Order> delivery) throws Exception;
}
