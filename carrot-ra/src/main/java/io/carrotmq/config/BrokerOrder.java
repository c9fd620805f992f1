package io.carrotmq.config;

import io.carrotmq.stomp.failover.BrokerScheme;
import io.carrotmq.stomp.failover.Failover;
import io.carrotmq.stomp.failover.FailoverOptions;
import io.carrotmq.stomp.failover.FailoverSequence;
import io.carrotmq.stomp.failover.FailoverUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * In which order the brokers of a list are tried.
 *
 * @param randomize whether each attempt to connect mixes them anew
 * @param priorityBackup whether brokers on this machine come first
 */
public record BrokerOrder(boolean randomize, boolean priorityBackup) {
    /** Where the address says nothing. */
    static final BrokerOrder DEFAULT =
            new BrokerOrder(FailoverOptions.DEFAULT.randomize(), FailoverOptions.DEFAULT.priorityBackup());

    /** {@return all of them in the order for one attempt} */
    List<BrokerAddress> of(List<BrokerAddress> brokers) {
        FailoverSequence attempts = new Failover(onePass(brokers)).attempts();
        List<BrokerAddress> order = new ArrayList<>();
        while (attempts.hasNext()) {
            var next = attempts.next(null).broker();
            order.add(new BrokerAddress(next.tls() ? Protocol.STOMP_SSL : Protocol.STOMP, next.host(), next.port()));
        }
        return order;
    }

    /** Through all brokers once, without a pause: when there is a next pass is decided by others. */
    private FailoverUri onePass(List<BrokerAddress> brokers) {
        FailoverOptions options = new FailoverOptions(
                Duration.ZERO,
                Duration.ZERO,
                false,
                1,
                0,
                brokers.size() - 1,
                Duration.ZERO,
                randomize,
                priorityBackup);
        return new FailoverUri(brokers.stream().map(BrokerOrder::known).toList(), options);
    }

    private static io.carrotmq.stomp.failover.BrokerAddress known(BrokerAddress broker) {
        return new io.carrotmq.stomp.failover.BrokerAddress(
                broker.tls() ? BrokerScheme.STOMP_SSL : BrokerScheme.STOMP,
                broker.host(),
                broker.port(),
                null,
                null,
                null);
    }
}
