package io.carrotmq.contract;

import io.carrotmq.testkit.StompBroker;
import io.carrotmq.topology.Topology;
import java.util.OptionalLong;

/** What a broker inside this JVM tells of itself. */
class ViewThroughKit implements BrokerView {
    private final StompBroker broker;

    ViewThroughKit(StompBroker broker) {
        this.broker = broker;
    }

    @Override
    public OptionalLong count(String queue) {
        return broker.queueExists(queue) ? OptionalLong.of(broker.messages(queue)) : OptionalLong.empty();
    }

    @Override
    public void deleteQueue(String queue) {
        broker.deleteQueue(queue);
    }

    @Override
    public void deleteExchange(String exchange) {
        // It has none.
    }

    @Override
    public boolean declares() {
        return false;
    }

    @Override
    public void declare(Topology topology) {
        throw new IllegalStateException("no way to declare " + topology);
    }
}
