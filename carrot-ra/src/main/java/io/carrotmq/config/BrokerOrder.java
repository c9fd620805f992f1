package io.carrotmq.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * In which order the brokers of a list are tried.
 *
 * @param randomize whether each attempt to connect mixes them anew
 * @param priorityBackup whether brokers on this machine come first
 */
public record BrokerOrder(boolean randomize, boolean priorityBackup) {
    /** Mixed, as the failover addresses of STOMP have it unless they say otherwise. */
    static final BrokerOrder DEFAULT = new BrokerOrder(true, false);

    List<BrokerAddress> of(List<BrokerAddress> brokers) {
        List<BrokerAddress> order = new ArrayList<>(brokers);
        if (randomize) {
            Collections.shuffle(order);
        }
        return order;
    }
}
