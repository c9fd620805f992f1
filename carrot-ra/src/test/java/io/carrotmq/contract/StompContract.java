package io.carrotmq.contract;

import io.carrotmq.testkit.StompBroker;

/** The contract for the brokers whose STOMP makes queues by itself and gives messages back as copies. */
abstract class StompContract extends ProxiedContract {
    private final BrokerView view;

    /** @param deletesUnderConsumers whether the broker lets a queue be deleted that is consumed from */
    StompContract(StompBroker broker, boolean deletesUnderConsumers) {
        super(broker);
        this.view = new ViewThroughKit(broker, deletesUnderConsumers);
    }

    @Override
    final BrokerView view() {
        return view;
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
