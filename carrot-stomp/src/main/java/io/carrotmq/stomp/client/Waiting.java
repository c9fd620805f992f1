package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Waits for futures, and takes failures out of them. */
final class Waiting {
    private Waiting() {}

    /**
     * Waits for a future that is sure to complete.
     *
     * @param future the future; cancelled if the thread is interrupted before it completes
     * @return its value
     */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (future.cancel(false)) {
                throw ClientMessages.interrupted();
            }
            return await(future);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** {@return what a stage failed with, as an exception of this library} */
    static StompException failure(Throwable thrown) {
        Throwable cause = cause(thrown);
        return cause instanceof StompException failure ? failure : ClientMessages.defect(cause);
    }

    /** {@return what a stage failed with} */
    static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
