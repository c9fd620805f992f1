package io.carrotmq.example.it.handling;

import io.carrotmq.Delivery;
import io.carrotmq.Outcome;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.cdi.Retry;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Stores a row and sends a message for each task, and then does what the task says. */
@ApplicationScoped
public class TaskHandler {
    public static final String IN = "handling.in";
    /** Where the id of each task goes with the transaction that stores its row. */
    public static final String DONE = "handling.done";

    private static final String REGISTRY = "java:jboss/TransactionSynchronizationRegistry";
    private static final long TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Inject
    private Rows rows;

    @Inject
    private Seen seen;

    @Inject
    private Turn turn;

    @Inject
    @RoutingKey(DONE)
    @Text
    private Publisher<String> done;

    @Consume(queue = @QueueDef(IN), id = "tasks", concurrency = 4, drain = "20s")
    @Retry(max = 2, delay = "50ms")
    @Transactional
    Outcome handle(Task task, Delivery<Task> delivery) throws SQLException, RefusedException, NamingException {
        String first = turn.id();
        int attempt = delivery.envelope().attempt();
        TransactionSynchronizationRegistry transactions = InitialContext.doLookup(REGISTRY);
        int before = rows.count(task.id());
        rows.insert(task.id());
        done.send(task.id());
        seen.add(new Seen.Call(
                task.id(),
                attempt,
                before,
                transactions.getTransactionStatus() == Status.STATUS_ACTIVE,
                module(),
                Thread.currentThread().getName(),
                seesApplication(),
                List.of(first, turn.id())));
        return attempt > task.failures() ? Outcome.ack() : misbehave(task, transactions);
    }

    private static Outcome misbehave(Task task, TransactionSynchronizationRegistry transactions)
            throws RefusedException {
        return switch (task.act()) {
            case RETURN -> Outcome.ack();
            case UNCHECKED_EXCEPTION -> throw new IllegalStateException(task.id() + " wanted it");
            case CHECKED_EXCEPTION -> throw new RefusedException(task.id() + " wanted it");
            case ROLLBACK_ONLY -> {
                transactions.setRollbackOnly();
                yield Outcome.ack();
            }
            case RETRY -> Outcome.retry("wanted");
            case DEAD_LETTER -> Outcome.deadLetter("wanted");
            case TAKE_TIME -> {
                takeTime();
                yield Outcome.ack();
            }
        };
    }

    private static void takeTime() {
        long end = System.nanoTime() + TIME_NANOS;
        for (long left = TIME_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static String module() {
        try {
            return InitialContext.doLookup("java:module/ModuleName");
        } catch (NamingException e) {
            return e.toString();
        }
    }

    private static boolean seesApplication() {
        try {
            return Class.forName(
                            TaskHandler.class.getName(),
                            false,
                            Thread.currentThread().getContextClassLoader())
                    == TaskHandler.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
