package io.carrotmq.example.it.mistaken;

import io.carrotmq.Publisher;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.Retry;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** One mistake in each place. */
@ApplicationScoped
public class Mistakes {
    @Inject
    @Queue("any")
    private Publisher<String> misplaced;

    @Consume
    void noQueue(String body) {}

    @Consume(value = "any", drain = "soon")
    void noDuration(String body) {}

    @Retry
    void notConsuming(String body) {}

    @Consume(value = "it.nowhere", declare = Topology.Mode.VERIFY)
    void nowhere(String body) {}
}
