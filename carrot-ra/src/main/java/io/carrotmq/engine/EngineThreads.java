package io.carrotmq.engine;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All threads of one engine: a timer, whose tasks are short; workers for what may wait for the network; a few for the
 * callbacks of applications; and the factory everything else that needs a thread gets it from. They are daemons named
 * {@code carrot-...}, and their context class loader is the engine's own, so that none of them keeps an application
 * alive.
 */
public final class EngineThreads implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);
    private static final int IDLE_SECONDS = 5;

    /** Threads for callbacks; one that waits for another's send takes one of them, so it is not a single one. */
    private static final int CALLBACK_THREADS = 16;

    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService workers;
    private final ThreadPoolExecutor callbacks;

    public EngineThreads() {
        timer = new ScheduledThreadPoolExecutor(1, named("carrot-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named("carrot-worker"));
        callbacks = new ThreadPoolExecutor(
                CALLBACK_THREADS,
                CALLBACK_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // no longer than the windows of all channels together
                named("carrot-callback"));
        callbacks.allowCoreThreadTimeOut(true);
    }

    /** {@return a factory of daemon threads with this name and a number} */
    public static ThreadFactory named(String name) {
        AtomicLong number = new AtomicLong();
        return task -> unrelated(task, name + "-" + number.incrementAndGet());
    }

    /**
     * Nothing is inherited: whoever happens to start the thread may be an application. Without the privileged block a
     * Java before 24 keeps the starter's protection domains, and with them its class loader, as long as the thread lives.
     */
    @SuppressWarnings("removal") // does nothing any more where it is to be removed
    private static Thread unrelated(Runnable task, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(EngineThreads.class.getClassLoader());
            return thread;
        });
    }

    /** {@return the workers, for a library that wants an executor; it must not shut it down} */
    public ExecutorService workers() {
        return workers;
    }

    /** Runs a task that may wait. After {@link #close()} it is dropped: what it would release is closed already. */
    public void execute(Runnable task) {
        try {
            workers.execute(reporting(task));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a task came after the engine was closed", e);
        }
    }

    /**
     * Runs what depends on the completion of a future, so that an application's callback cannot hold up the reader of
     * a connection. None is forgotten: what comes once the engine is closed, or waits for a thread then, gets a last one.
     */
    public void complete(Runnable dependents) {
        try {
            callbacks.execute(reporting(dependents));
        } catch (RejectedExecutionException closed) {
            last(reporting(dependents));
        }
    }

    /** Runs a task that may wait, later, on a worker. After {@link #close()} it is dropped. */
    public Future<?> schedule(Runnable task, Duration delay) {
        try {
            return timer.schedule(() -> execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a task came after the engine was closed", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Runs a short task later, on the timer. {@return false if it never will, because the engine is closed} */
    public boolean soon(Runnable task, Duration delay) {
        try {
            timer.schedule(reporting(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Runs a short task again and again on the timer. After {@link #close()} it is dropped. */
    public Future<?> every(Duration period, Runnable task) {
        try {
            return timer.scheduleWithFixedDelay(
                    reporting(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a task came after the engine was closed", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static Runnable reporting(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, Messages.taskFailed(), e);
            }
        };
    }

    /** Ends all threads, waiting a bounded time for what they are doing. The timer goes last: it watches callbacks. */
    @Override
    public void close() {
        workers.shutdown();
        callbacks.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
            if (!callbacks.awaitTermination(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                endCallbacks();
            }
            timer.shutdownNow();
            timer.awaitTermination(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            timer.shutdownNow();
            workers.shutdownNow();
            endCallbacks();
            Thread.currentThread().interrupt();
        }
    }

    /** Those that wait for a thread hold what somebody waits for. */
    private void endCallbacks() {
        callbacks.shutdownNow().forEach(EngineThreads::last);
    }

    private static void last(Runnable task) {
        unrelated(task, "carrot-callback-last").start();
    }
}
