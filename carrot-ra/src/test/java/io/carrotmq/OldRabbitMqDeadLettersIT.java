package io.carrotmq;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.RabbitVersion;
import io.carrotmq.testkit.WithBroker;

/** RabbitMQ 3.10 tells the story of a message with other types, and puts what is given back at the end of a quorum queue. */
@WithBroker(version = RabbitVersion.V3_10)
class OldRabbitMqDeadLettersIT extends DeadLettersBehaviour {
    private final RabbitMq broker;

    OldRabbitMqDeadLettersIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }
}
