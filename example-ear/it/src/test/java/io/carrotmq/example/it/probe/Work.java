package io.carrotmq.example.it.probe;

import io.carrotmq.Publisher;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.Text;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What both message-driven beans do with an order, in the transaction of its delivery. */
@Dependent
public class Work {
    /** Where the id of each order goes with the transaction that stores its row. */
    public static final String DONE = "probe.done";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @Inject
    private Rows rows;

    @Inject
    private Attempts attempts;

    @Inject
    @RoutingKey(DONE)
    @Text
    private Publisher<String> done;

    @Resource
    private TransactionSynchronizationRegistry transactions;

    void perform(Order order, boolean redelivered, String bean) throws SQLException, RefusedException {
        attempts.add(new Attempts.Attempt(order.id(), redelivered, rows.count(order.source(), order.id()), bean));
        rows.insert(order.source(), order.id());
        if (!redelivered && order.act() == Order.Act.UNROUTABLE_SEND) {
            // Returns normally: the failure comes to light when the transaction commits.
            done.to("nobody.takes.this").send(order.id());
            return;
        }
        done.send(order.id());
        if (!redelivered) {
            misbehave(order);
        }
    }

    private void misbehave(Order order) throws RefusedException {
        switch (order.act()) {
            case RETURN, UNROUTABLE_SEND -> {}
            case ROLLBACK_ONLY -> transactions.setRollbackOnly();
            case RUNTIME_EXCEPTION -> throw new IllegalStateException("order " + order.id() + " wanted it");
            case APPLICATION_EXCEPTION -> throw new RefusedException("order " + order.id() + " wanted it");
            case TIMEOUT -> outliveTransaction();
        }
    }

    /** Returns normally once the transaction is over, or marked for rollback, because it took too long. */
    private void outliveTransaction() {
        long start = System.nanoTime();
        while (transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("The server's transaction timeout is longer than a minute");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
