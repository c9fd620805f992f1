package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.cdi.ConsumerRegistry.State;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.event.ConsumerEvent;
import io.carrotmq.event.ConsumerFailed;
import io.carrotmq.event.ConsumerPaused;
import io.carrotmq.event.ConsumerStarted;
import java.util.function.Consumer;

/** What one consumer does, and who is told when that changes. Safe for use by any number of threads. */
final class ConsumerStatus {
    private final ConsumerPlan plan;
    private final Consumer<ConsumerEvent> events;

    // Guarded by this.
    private boolean started;
    private boolean accepted;
    private boolean paused;
    private boolean givenUp;
    private boolean stopped;

    /** Whether a failure was told, and it has not consumed again since. */
    private boolean outage;

    /** Whether it has consumed since it was last asked. */
    private boolean hasRun;

    ConsumerStatus(ConsumerPlan plan, Consumer<ConsumerEvent> events) {
        this.plan = plan;
        this.events = events;
    }

    synchronized State state() {
        if (stopped) {
            return State.STOPPED;
        }
        if (givenUp) {
            return State.FAILED;
        }
        if (!started) {
            return State.NEW;
        }
        if (paused) {
            return State.PAUSED;
        }
        return accepted ? State.RUNNING : State.CONNECTING;
    }

    /** {@return false if it was started before, and has not given up since} */
    synchronized boolean start() {
        if (stopped || started && !givenUp) {
            return false;
        }
        started = true;
        givenUp = false;
        return true;
    }

    /** {@return whether that is a change} */
    synchronized boolean pause() {
        boolean change = !paused;
        paused = true;
        return change;
    }

    /** {@return whether that is a change} */
    synchronized boolean resume() {
        boolean change = paused;
        paused = false;
        return change;
    }

    /** {@return false if it was stopped before} */
    synchronized boolean stop() {
        boolean change = !stopped;
        stopped = true;
        return change;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** The consumer tells of itself. What ends its loop is told by who runs that. */
    void changed(ConsumerEvent event) {
        if (event instanceof ConsumerStarted) {
            synchronized (this) {
                accepted = true;
                outage = false;
                hasRun = true;
            }
            events.accept(new ConsumerStarted(plan.id(), plan.queue()));
        } else if (event instanceof ConsumerPaused) {
            events.accept(new ConsumerPaused(plan.id(), plan.queue()));
        } else if (event instanceof ConsumerFailed failed && !failed.givenUp()) {
            failed(failed.cause(), false);
        }
    }

    /**
     * It cannot consume for now.
     *
     * @param forGood whether nothing tries again
     * @return whether that is news
     */
    boolean failed(Exception why, boolean forGood) {
        synchronized (this) {
            accepted = false;
            givenUp = forGood;
            if (stopped || outage && !forGood) {
                return false;
            }
            outage = true;
        }
        events.accept(new ConsumerFailed(plan.id(), plan.queue(), why, forGood));
        return true;
    }

    /** {@return whether it has consumed since this was asked last} */
    synchronized boolean hasRun() {
        boolean has = hasRun;
        hasRun = false;
        return has;
    }
}
