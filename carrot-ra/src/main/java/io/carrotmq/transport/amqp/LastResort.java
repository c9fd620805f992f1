package io.carrotmq.transport.amqp;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on workers while they take any, and each on a thread of its own after that. The client ends the channels
 * of a lost connection with it, and would tell none of them of the end if a task were rejected: the loss may be noticed
 * when the workers have been shut down already. It does not end itself.
 */
final class LastResort extends AbstractExecutorService {
    private final Executor workers;
    private final ThreadFactory threads;

    LastResort(Executor workers, ThreadFactory threads) {
        this.workers = workers;
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException closed) {
            threads.newThread(task).start();
        }
    }

    @Override
    public void shutdown() {
        // the workers belong to somebody else
    }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
