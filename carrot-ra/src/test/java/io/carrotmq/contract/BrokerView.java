package io.carrotmq.contract;

import io.carrotmq.topology.Topology;
import java.util.OptionalLong;

/** What is in a broker, for tests that need to know it or to change it. */
interface BrokerView {

    /** How many messages wait in the queue; empty if there is no such queue. */
    OptionalLong count(String queue);

    /** Whether there is such a queue. */
    default boolean exists(String queue) {
        return count(queue).isPresent();
    }

    /** Deletes the queue with its messages, if there is one. */
    void deleteQueue(String queue);

    /** Whether it can delete a queue that is consumed from. */
    default boolean deletesUnderConsumers() {
        return true;
    }

    /** Deletes the exchange, if there is one. */
    void deleteExchange(String exchange);

    /** Whether it can declare what the transport cannot. */
    boolean declares();

    /** Declares it; only where {@link #declares()}. */
    void declare(Topology topology);
}
