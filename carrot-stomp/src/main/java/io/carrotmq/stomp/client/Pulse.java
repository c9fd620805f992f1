package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.session.Liveness;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Looks after one connection: has it beat in time, and ends it if the broker is silent or does not read. All connections
 * share a thread for that, which never does I/O and ends when no connection is left.
 */
final class Pulse implements Runnable {
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final String name;
    private final Ending ending;
    private final BrokerSocket socket;
    private final FrameOutput output;
    private final Liveness liveness;
    private final HeartBeat agreed;
    private final Duration writeTimeout;

    private volatile Future<?> next;

    Pulse(
            String name,
            Ending ending,
            BrokerSocket socket,
            FrameOutput output,
            Liveness liveness,
            HeartBeat agreed,
            Duration writeTimeout) {
        this.name = name;
        this.ending = ending;
        this.socket = socket;
        this.output = output;
        this.liveness = liveness;
        this.agreed = agreed;
        this.writeTimeout = writeTimeout;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(null, task, "stomp-heart-beats", 0, false);
            thread.setContextClassLoader(null); // not that of whichever application connects first
            thread.setDaemon(true);
            return thread;
        };
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /** Looks now, and again whenever something may be due. */
    @Override
    public void run() {
        if (ending.isEnded()) {
            return;
        }
        long now = System.nanoTime();
        if (liveness.isPeerDead(now) && !socket.hasInput()) { // else this machine is slow, not the broker
            ending.end(Messages.silent(name, Duration.ofNanos(liveness.nanosOfSilence(now)), agreed.receives()));
        } else if (output.nanosWithoutProgress(now) >= writeTimeout.toNanos()) {
            ending.end(Messages.doesNotRead(name, Duration.ofNanos(output.nanosWithoutProgress(now)), writeTimeout));
        } else {
            if (liveness.isBeatDue(now)) {
                output.beat();
            }
            next = TIMER.schedule(this, nanosToNext(now), TimeUnit.NANOSECONDS);
            if (ending.isEnded()) {
                stop(); // whoever stopped it meanwhile did not see this one
            }
        }
    }

    /** Forgets the connection, after its end. */
    void stop() {
        Future<?> planned = next;
        if (planned != null) {
            planned.cancel(false);
        }
    }

    /** What is due already is looked at again soon: it happens elsewhere, and takes its time. */
    private long nanosToNext(long now) {
        long write = writeTimeout.toNanos() - output.nanosWithoutProgress(now);
        return Math.max(AGAIN_NANOS, Math.min(write, liveness.nanosToNext(now)));
    }
}
