package io.carrotmq.ra.inbound;

import io.carrotmq.engine.EngineThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The consumers of one endpoint, started once and ended once. */
final class Sessions {
    private static final System.Logger LOG = Messages.LOG;

    /** What a bean gets after an interrupt, and a channel after being told to close. */
    private static final long LAST_WAIT_MILLIS = 2_000;

    /** A session with its thread. */
    private record Running(ConsumerSession session, Thread thread) {}

    private final Endpoint endpoint;
    private final Bean bean;
    private final EngineThreads threads;
    private final List<Running> running = new ArrayList<>();
    private ThreadFactory factory;
    private long deadline;

    Sessions(Endpoint endpoint, Bean bean, EngineThreads threads) {
        this.endpoint = endpoint;
        this.bean = bean;
        this.threads = threads;
    }

    /** Starts those that do not run yet: all, or the rest if Java could not make enough threads the last time. */
    synchronized void start() {
        if (factory == null) {
            factory = EngineThreads.named("carrot-" + endpoint.name());
        }
        while (running.size() < endpoint.settings().concurrency()) {
            ConsumerSession session = new ConsumerSession(endpoint, bean.hold());
            Running next = new Running(session, factory.newThread(session));
            next.thread.start();
            running.add(next);
        }
    }

    private synchronized List<Running> all() {
        return List.copyOf(running);
    }

    /** Makes all stop at once: none takes a message that another has just given back. */
    void stop() {
        deadline = System.nanoTime() + endpoint.settings().shutdownTimeout().toNanos();
        for (Running each : all()) {
            threads.execute(each.session::stop);
        }
    }

    /** Waits for the beans to finish until the time is up, and for the rest as long as it takes to be rude. */
    void awaitEnd() {
        List<Running> all = all();
        if (join(all, deadline)) {
            return;
        }
        for (Running each : all) {
            if (each.thread.isAlive()) {
                each.thread.interrupt();
                threads.execute(each.session::abandon);
            }
        }
        join(all, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_WAIT_MILLIS));
        long left = all.stream().filter(each -> each.thread.isAlive()).count();
        LOG.log(System.Logger.Level.WARNING, Messages.cutShort(endpoint.name(), endpoint.settings(), left));
    }

    private static boolean join(List<Running> all, long until) {
        try {
            for (Running each : all) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (each.thread == Thread.currentThread()) {
                    continue; // a bean that undeploys itself
                }
                if (left > 0) {
                    each.thread.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all.stream().allMatch(each -> !each.thread.isAlive() || each.thread == Thread.currentThread());
    }
}
