package io.carrotmq.example.it.probe;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the beans saw, in order; it is no part of any transaction. */
@ApplicationScoped
public class Attempts {
    private final List<Attempt> all = new CopyOnWriteArrayList<>();

    /**
     * One delivery.
     *
     * @param id the order's
     * @param redelivered what the broker said
     * @param rowsBefore how many rows of the order there were before this attempt
     * @param bean which bean got it
     */
    public record Attempt(String id, boolean redelivered, int rowsBefore, String bean) {}

    void add(Attempt attempt) {
        all.add(attempt);
    }

    List<Attempt> of(String id) {
        return all.stream().filter(attempt -> attempt.id().equals(id)).toList();
    }
}
