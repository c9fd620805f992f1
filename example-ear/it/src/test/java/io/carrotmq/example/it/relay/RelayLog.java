package io.carrotmq.example.it.relay;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;

/** What the relay received since it was deployed. */
@ApplicationScoped
public class RelayLog {
    private final Set<String> ids = new TreeSet<>();
    private long deliveries;
    private long redelivered;

    synchronized void received(String id, boolean again) {
        ids.add(id);
        deliveries++;
        if (again) {
            redelivered++;
        }
    }

    /**
     * Numbers at one moment.
     *
     * @param deliveries how often the bean was called
     * @param redelivered how many of these calls the broker marked as repeated
     * @param ids how many different messages there were
     */
    public record Count(long deliveries, long redelivered, long ids) {}

    public synchronized Count count() {
        return new Count(deliveries, redelivered, ids.size());
    }

    public synchronized Set<String> ids() {
        return new TreeSet<>(ids);
    }
}
