package io.carrotmq.contract;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.Delivery;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import java.time.Duration;
import java.util.List;

/** What tests of failing messages share. */
final class Failing {
    static final Redelivery THRICE = Redelivery.DEFAULT.delays(Duration.ofMillis(200), 2, Duration.ofSeconds(1));
    static final Redelivery IN_PLACE = THRICE.mode(Redelivery.Mode.IN_PLACE);
    static final Redelivery DELAY_QUEUE = THRICE.mode(Redelivery.Mode.DELAY_QUEUE);

    private Failing() {}

    static SubscribeOptions with(Redelivery redelivery) {
        return SubscribeOptions.DEFAULT.redelivery(redelivery);
    }

    static Delivery<byte[]> next(Subscription subscription) throws InterruptedException {
        return subscription
                .poll(Bench.PATIENCE)
                .orElseThrow(() -> new AssertionError("no message came in " + Bench.PATIENCE));
    }

    /** Looked for by asking: some brokers end the connection over a queue that is fetched from before it is there. */
    static Delivery<byte[]> dead(Bench bench, Connection connection, String queue) {
        bench.awaitCount(Bench.deadLetters(queue), 1);
        return Bench.fetched(connection, Bench.deadLetters(queue));
    }

    static boolean canDelay(Bench bench) {
        return bench.can(Capability.EXPIRATION) && bench.can(Capability.DEAD_LETTERS);
    }

    /** The modes of redelivery by which Carrot counts, as far as the broker lets messages wait. */
    static List<Redelivery> counted(Bench bench) {
        return canDelay(bench) ? List.of(IN_PLACE, DELAY_QUEUE) : List.of(IN_PLACE);
    }
}
