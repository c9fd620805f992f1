package io.carrotmq.ra.inbound;

import io.carrotmq.spi.DeliveryScope;
import jakarta.transaction.Status;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.BooleanSupplier;

/**
 * One message handed to a bean, between beforeDelivery and afterDelivery (Jakarta Connectors, message inflow, option B).
 * Whether the bean's work counts is read from the transaction's own outcome where there is a transaction; exceptions
 * tell only where there is none, because servers report them in too many ways.
 */
final class Attempt {
    /** How an attempt ended. */
    enum End {
        /** The bean's work is done and, if there was a transaction, committed. */
        PROCESSED,
        /** It is not, or not surely. */
        FAILED,
        /** It was undone, because the message can no longer be settled and comes again: no fault of anybody's. */
        UNDONE,
        /** The bean was not called. */
        NOT_CALLED,
        /** Nor here, because the container begins the transaction for an XAResource only. */
        NEEDS_OBSERVER
    }

    /** Each send ends by itself after its factory's confirmTimeoutMillis; this bound only guards against a defect. */
    private static final long SENDS_BOUND_MILLIS = 630_000;

    /** Where the exceptions are in which containers wrap those of beans. */
    private static final String EJB = "jakarta.ejb.";

    private final HeldEndpoint held;
    private final Handler handler;
    private final Transactions transactions;
    private final BooleanSupplier settleable;
    private final OutcomeRecorder recorder = new OutcomeRecorder();
    private boolean transacted;
    private boolean endpointDead;
    private Throwable failure;

    Attempt(HeldEndpoint held, Handler handler, Transactions transactions, BooleanSupplier settleable) {
        this.held = held;
        this.handler = handler;
        this.transactions = transactions;
        this.settleable = settleable;
    }

    End run(BeanDelivery delivery, Object body) {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        try {
            if (!begin()) {
                return End.NOT_CALLED;
            }
            if (!transacted && transactions.needsObserver(handler.method(), held.observed())) {
                after();
                return End.NEEDS_OBSERVER;
            }
            return deliver(delivery, body);
        } finally {
            if (thread.getContextClassLoader() != loader) {
                thread.setContextClassLoader(loader);
            }
        }
    }

    private boolean begin() {
        boolean begun = false;
        try {
            held.before(handler.method());
            begun = true;
            transacted = transactions.join(recorder);
            return true;
        } catch (Throwable e) {
            failure = e;
            endpointDead = true;
            abandon(begun);
            return false;
        }
    }

    /** The container may have begun the transaction and failed after that. */
    private void abandon(boolean begun) {
        boolean open = begun;
        try {
            if (transactions.status() != Status.STATUS_NO_TRANSACTION) {
                open = true;
                transactions.rollbackOnly();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        if (open) {
            after();
        }
    }

    private End deliver(BeanDelivery delivery, Object body) {
        boolean leftOpen = true;
        boolean undone = false;
        Throwable after;
        try {
            invoke(delivery, body);
            undone = transacted && failure == null && !settleable.getAsBoolean();
            if (transacted && (failure != null || undone)) {
                // What a bean throws is a failure here even where the container would commit; and a message that can
                // no longer be acknowledged comes again, so that its work had better be undone.
                transactions.rollbackOnly();
            }
            leftOpen = transactions.status() != Status.STATUS_NO_TRANSACTION;
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        } finally {
            after = after();
        }
        if (transacted ? recorder.committed() : failure == null && after == null && !leftOpen) {
            return End.PROCESSED;
        }
        return undone ? End.UNDONE : End.FAILED;
    }

    private void invoke(BeanDelivery delivery, Object body) {
        try (DeliveryScope scope = DeliveryScope.open()) {
            held.invoke(handler, delivery, body);
            failure = scope.awaitSends(SENDS_BOUND_MILLIS);
        } catch (InterruptedException e) {
            failure = e;
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private Throwable after() {
        try {
            held.after();
            return null;
        } catch (Throwable e) {
            endpointDead = true;
            failure = failure == null ? e : failure;
            return e;
        }
    }

    /** {@return whether the container's proxy must be replaced} */
    boolean endpointDead() {
        return endpointDead;
    }

    /** {@return why the bean's work does not count; what the bean threw is not wrapped in what the container made of it} */
    Throwable why() {
        if (failure == null) {
            return transacted
                    ? Messages.notCommitted(transactions.name(), recorder.status())
                    : Messages.leftOpen(transactions.name());
        }
        Throwable why = failure;
        while (why.getCause() != null && isWrapping(why)) {
            why = why.getCause();
        }
        return why;
    }

    private static boolean isWrapping(Throwable thrown) {
        return thrown instanceof UndeclaredThrowableException
                || thrown.getClass().getName().startsWith(EJB);
    }

    /** {@return what was thrown, or null} */
    Throwable failure() {
        return failure;
    }
}
