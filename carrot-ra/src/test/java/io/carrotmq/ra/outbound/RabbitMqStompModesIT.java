package io.carrotmq.ra.outbound;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

/** On RabbitMQ 4.3, through STOMP; it is looked at through AMQP. */
@WithBroker
class RabbitMqStompModesIT extends ProxiedModes {
    RabbitMqStompModesIT(RabbitMq broker) {
        super(broker.stompUri(), broker.uri());
    }

    @Override
    Nobody nobody() {
        return Nobody.IS_FOUND_OUT_BEFORE;
    }
}
