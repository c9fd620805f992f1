package io.carrotmq.contract;

import io.carrotmq.Capability;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Properties;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/** RabbitMQ 4.3 through its STOMP plug-in; what that cannot do is arranged and looked at through AMQP. */
@WithBroker
class RabbitMqStompContractIT extends ProxiedContract {
    private final ConnectionFactory amqp;
    private final Management management;

    RabbitMqStompContractIT(RabbitMq broker) {
        super(broker.stompUri());
        management = broker.management();
        amqp = ConnectionFactory.open(broker.uri().toString());
    }

    @AfterAll
    void closeView() {
        amqp.close();
    }

    @Override
    BrokerView view() {
        ViewThroughApi viewThroughAmqp = new ViewThroughApi(amqp, true);
        return viewThroughAmqp.existing(management::queueExists); // asking through AMQP would count as use
    }

    @Override
    boolean refusesAlone() {
        return false;
    }

    /** Not persistent is the same as not said. */
    @Override
    Properties arriving(Properties sent) {
        return Boolean.TRUE.equals(sent.persistent())
                ? sent
                : sent.toBuilder().persistent(null).build();
    }

    @Override
    boolean verifies() {
        return true;
    }

    @Override
    Set<Capability> expectedCapabilities() {
        return Set.of(
                Capability.AUTO_DELETE,
                Capability.QUORUM_QUEUES,
                Capability.STREAMS,
                Capability.MESSAGE_TTL,
                Capability.EXPIRATION,
                Capability.QUEUE_TTL,
                Capability.PRIORITIES,
                Capability.DEAD_LETTERS,
                Capability.REJECT,
                Capability.CANCEL_NOTICE,
                Capability.MISMATCH_CHECK,
                Capability.TRANSACTIONS);
    }
}
