package io.carrotmq.transport.stomp;

import io.carrotmq.Properties;

/**
 * What a {@code MESSAGE} frame says in the terms of the model.
 *
 * @param redelivered whether it was delivered before, as the broker says or as a mark on a copy says
 * @param exchange the exchange it was sent to, empty for the default exchange
 * @param routingKey the routing key it was sent with
 * @param properties its properties
 */
record Arrival(boolean redelivered, String exchange, String routingKey, Properties properties) {}
