package io.carrotmq.transport.stomp;

import io.carrotmq.Properties;

/** What a {@code MESSAGE} frame says in the terms of the model. */
record Arrival(boolean redelivered, String exchange, String routingKey, Properties properties) {}
