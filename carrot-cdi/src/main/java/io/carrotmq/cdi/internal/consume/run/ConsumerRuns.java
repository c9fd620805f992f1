package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The consumers of one application, from its start to its end. Safe for use by any number of threads. */
public final class ConsumerRuns implements ConsumerRegistry {
    /** How much longer than the longest drain stopping may take: some answers of brokers, should they be hung. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    // Guarded by this.
    private Map<String, ConsumerRun> runs = Map.of();
    private Surroundings surroundings;
    private boolean stopped;

    @Override
    public Set<String> ids() {
        return Collections.unmodifiableSet(new TreeSet<>(all().keySet()));
    }

    @Override
    public RunningConsumer get(String id) {
        ConsumerRun run = all().get(id);
        if (run == null) {
            throw Messages.noSuchConsumer(id, ids());
        }
        return run;
    }

    private synchronized Map<String, ConsumerRun> all() {
        return runs;
    }

    /** Starts those that start with the application. Does nothing the second time. */
    public void start(List<ConsumerPlan> plans, Surroundings shared) {
        Map<String, ConsumerRun> made = new LinkedHashMap<>();
        synchronized (this) {
            if (surroundings != null || stopped) {
                return;
            }
            surroundings = shared;
            plans.forEach(plan -> made.put(plan.id(), new ConsumerRun(plan, shared)));
            runs = Collections.unmodifiableMap(made);
        }
        plans.stream()
                .filter(ConsumerPlan::autoStart)
                .map(plan -> made.get(plan.id()))
                .forEach(ConsumerRun::start);
    }

    /** Stops all at the same time, so that it takes as long as the slowest. Does nothing the second time. */
    public void stop() {
        Collection<ConsumerRun> all;
        synchronized (this) {
            if (stopped || surroundings == null) {
                stopped = true;
                return;
            }
            stopped = true;
            all = runs.values();
        }
        stop(all);
        surroundings.close();
    }

    private static void stop(Collection<ConsumerRun> all) {
        List<Thread> stoppers = new ArrayList<>();
        Duration longest = Duration.ZERO;
        for (ConsumerRun run : all) {
            // Not one of the container's threads: it may give none any more.
            Thread stopper = new Thread(run::stop, "carrot-stop-" + run.id());
            stopper.setDaemon(true);
            stopper.start();
            stoppers.add(stopper);
            longest = run.drain().compareTo(longest) > 0 ? run.drain() : longest;
        }
        long end = System.nanoTime() + longest.plus(MARGIN).toNanos();
        try {
            for (Thread stopper : stoppers) {
                stopper.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            stoppers.forEach(Thread::interrupt); // they give back what is left, and end
            Thread.currentThread().interrupt();
        }
    }
}
