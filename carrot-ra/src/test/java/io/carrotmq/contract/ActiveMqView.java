package io.carrotmq.contract;

import io.carrotmq.testkit.EmbeddedActiveMq;
import java.util.OptionalLong;

/** ActiveMQ Classic, where a queue has one more of its own for each of its bindings. */
final class ActiveMqView extends ViewThroughKit {
    private final EmbeddedActiveMq broker;

    ActiveMqView(EmbeddedActiveMq broker) {
        super(broker);
        this.broker = broker;
    }

    @Override
    public OptionalLong count(String queue) {
        OptionalLong own = super.count(queue);
        return own.isEmpty() ? own : OptionalLong.of(own.getAsLong() + broker.messages(bindings(queue)));
    }

    @Override
    public void deleteQueue(String queue) {
        super.deleteQueue(queue);
        broker.deleteQueue(bindings(queue));
    }

    @Override
    public boolean deletesUnderConsumers() {
        return false;
    }

    private static String bindings(String queue) {
        return "Consumer." + queue + ".>";
    }
}
