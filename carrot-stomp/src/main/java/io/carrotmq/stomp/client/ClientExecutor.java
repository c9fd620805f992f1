package io.carrotmq.stomp.client;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Where the tasks of a client run: every task does, even if the user's executor refuses it. All threads end when idle. */
final class ClientExecutor implements Executor {
    private static final long IDLE_SECONDS = 1;

    private final ThreadFactory threads;
    private final Executor executor;

    /**
     * Makes one.
     *
     * @param threads makes threads; null means daemon threads
     * @param executor the user's executor, or null
     */
    ClientExecutor(ThreadFactory threads, Executor executor) {
        this.threads = threads == null ? daemons() : threads;
        this.executor = executor == null
                ? new ThreadPoolExecutor(
                        0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this.threads)
                : executor;
    }

    private static ThreadFactory daemons() {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, "stomp-client-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            ClientMessages.LOG.log(System.Logger.Level.WARNING, ClientMessages.executorRefused(), e);
            start(task);
        }
    }

    /** Runs a task that waits for the network on a thread of its own. */
    void start(Runnable task) {
        threads.newThread(task).start();
    }

    /** A timer, whose tasks must be short. */
    ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
