package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.spi.DeliveryScope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A call in a transaction of its own, which commits if all its deliveries are to be acknowledged. It ends on the calling thread,
 * also where the method has returned a stage.
 */
final class TransactedCall extends Call {
    TransactedCall(Handling handling, Charge charge) {
        super(handling, charge);
    }

    @Override
    void work(TargetMethod.Target target) {
        try {
            Transactions transactions = null;
            Verdict verdict = null;
            Throwable failure = null;
            boolean committed = false;
            try {
                transactions = handling.transactions();
                transactions.begin();
                verdict = invokeToEnd(target);
                if (verdict.acknowledgesAll(shown)) {
                    handling.reply(charge, verdict);
                    transactions.commit();
                    committed = true;
                }
            } catch (Throwable thrown) {
                leave();
                failure = cutShort(thrown);
            }
            if (!committed && transactions != null) {
                failure = rollBack(transactions, failure);
            }
            if (failure != null) {
                fail(failure);
            } else if (committed) {
                handling.settleCommitted(charge);
            } else {
                handling.settleRolledBack(charge, shown, verdict);
            }
        } finally {
            handling.over(this, charge);
        }
    }

    /** {@return what the method wants, once what it has sent is confirmed; from then on it cannot be cut short any more} */
    private Verdict invokeToEnd(TargetMethod.Target target) throws Throwable {
        Object returned;
        try (DeliveryScope scope = DeliveryScope.open()) {
            returned = invoke(target);
            if (returned instanceof CompletionStage<?> later) {
                returned = await(later); // a transaction belongs to its thread
            }
            Exception unsent = scope.awaitSends(SENDS_BOUND_MILLIS);
            if (unsent != null) {
                throw unsent;
            }
        }
        leave(); // a commit must not be interrupted
        if (isOverdue()) {
            throw new InterruptedException("the method did not heed it");
        }
        return Verdict.of(handling.plan(), charge, returned);
    }

    private static Object await(CompletionStage<?> later) throws Throwable {
        CompletableFuture<?> future = later.toCompletableFuture();
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    private static Throwable rollBack(Transactions transactions, Throwable failure) {
        try {
            transactions.rollback();
        } catch (Exception | LinkageError e) {
            if (failure == null) {
                return e;
            }
            failure.addSuppressed(e);
        }
        return failure;
    }
}
