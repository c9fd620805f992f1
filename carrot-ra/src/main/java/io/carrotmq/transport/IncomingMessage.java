package io.carrotmq.transport;

import io.carrotmq.Properties;

/** A message as it came in, with its number on the channel. */
public record IncomingMessage(
        long deliveryTag,
        boolean redelivered,
        String exchange,
        String routingKey,
        Properties properties,
        byte[] body) {}
