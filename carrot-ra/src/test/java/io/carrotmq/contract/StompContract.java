package io.carrotmq.contract;

import io.carrotmq.Properties;
import io.carrotmq.testkit.StompBroker;

/** The contract for the brokers whose STOMP makes queues by itself and gives messages back as copies. */
abstract class StompContract extends ProxiedContract {
    private final BrokerView view;

    StompContract(StompBroker broker, BrokerView view) {
        super(broker);
        this.view = view;
    }

    @Override
    final BrokerView view() {
        return view;
    }

    /** Not persistent is the same as not said. */
    @Override
    final Properties arriving(Properties sent) {
        return Boolean.TRUE.equals(sent.persistent())
                ? sent
                : sent.toBuilder().persistent(null).build();
    }

    /** They look for them when they deliver, or every half a minute. */
    @Override
    final boolean expiresUnasked() {
        return false;
    }

    @Override
    final boolean ordersAcrossQueues() {
        return false;
    }

    @Override
    final boolean makesQueues() {
        return true;
    }

    @Override
    final boolean countsUnsettled() {
        return true;
    }

    @Override
    final boolean returnsToTheBack() {
        return true;
    }

    @Override
    final boolean returnsToTheBackOfClassic() {
        return true;
    }

    @Override
    final boolean refusesAlone() {
        return false;
    }
}
