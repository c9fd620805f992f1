package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.HeartBeat;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Looks after one connection: has it beat in time, and ends it if the broker is silent or does not read. All connections
 * share a thread for that, which never does I/O and ends when no connection is left.
 */
final class Pulse implements Runnable {
    /** A beat is sent when that part of the interval has gone by without anything sent. */
    private static final double SEND_AFTER = 0.8;

    /** The broker is taken for dead after that many intervals without anything from it. */
    private static final int SILENT_INTERVALS = 2;

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final String name;
    private final Ending ending;
    private final BrokerSocket socket;
    private final FrameInput input;
    private final FrameOutput output;
    private final HeartBeat agreed;
    private final Duration writeTimeout;

    Pulse(
            String name,
            Ending ending,
            BrokerSocket socket,
            FrameInput input,
            FrameOutput output,
            HeartBeat agreed,
            Duration writeTimeout) {
        this.name = name;
        this.ending = ending;
        this.socket = socket;
        this.input = input;
        this.output = output;
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
        long next = Math.min(lookAtSilence(now), Math.min(lookAtWrite(now), lookAtBeat(now)));
        if (!ending.isEnded()) {
            TIMER.schedule(this, next, TimeUnit.NANOSECONDS);
        }
    }

    private long lookAtSilence(long now) {
        if (agreed.receives().isZero()) {
            return Long.MAX_VALUE;
        }
        long bound = SILENT_INTERVALS * agreed.receives().toNanos();
        long silence = input.silence(now);
        if (silence < bound) {
            return bound - silence;
        }
        if (socket.hasInput()) { // this machine is slow, not the broker
            return agreed.receives().toNanos();
        }
        ending.end(Messages.silent(name, Duration.ofNanos(silence), agreed.receives()));
        return Long.MAX_VALUE;
    }

    private long lookAtWrite(long now) {
        long bound = writeTimeout.toNanos();
        long stuck = output.isWriting() ? now - output.lastProgress() : 0;
        if (stuck < bound) {
            return bound - stuck;
        }
        ending.end(Messages.doesNotRead(name, Duration.ofNanos(stuck), writeTimeout));
        return Long.MAX_VALUE;
    }

    private long lookAtBeat(long now) {
        if (agreed.sends().isZero()) {
            return Long.MAX_VALUE;
        }
        long bound = (long) (SEND_AFTER * agreed.sends().toNanos());
        long idle = now - output.lastProgress();
        if (idle < bound) {
            return bound - idle;
        }
        output.beat();
        return bound;
    }
}
