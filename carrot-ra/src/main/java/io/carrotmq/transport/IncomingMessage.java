package io.carrotmq.transport;

import io.carrotmq.Properties;

/** A message as it came in, with its number on the channel; the tag is empty unless a consumer got it. */
public record IncomingMessage(
        String consumerTag,
        long deliveryTag,
        boolean redelivered,
        String exchange,
        String routingKey,
        Properties properties,
        byte[] body) {}
