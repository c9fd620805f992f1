package io.carrotmq.example.it.handling;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the methods saw, in order; it is no part of any transaction. */
@ApplicationScoped
public class Seen {
    private final List<Call> all = new CopyOnWriteArrayList<>();

    /**
     * One call.
     *
     * @param id the task's
     * @param attempt which one it was
     * @param rowsBefore how many rows of the task there were
     * @param transaction whether there was a transaction
     * @param module what {@code java:module/ModuleName} was, or why there was none
     * @param thread the thread's name
     * @param loader whether the context class loader sees this application
     * @param turns the ids of the request scope: at the beginning, and at the end
     */
    public record Call(
            String id,
            int attempt,
            int rowsBefore,
            boolean transaction,
            String module,
            String thread,
            boolean loader,
            List<String> turns) {}

    void add(Call call) {
        all.add(call);
    }

    List<Call> of(String id) {
        return all.stream().filter(call -> call.id().equals(id)).toList();
    }
}
