package io.carrotmq.cdi.internal.consume.run;

import static io.carrotmq.cdi.internal.consume.run.Workbench.BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.DeadLetter;
import io.carrotmq.Delivery;
import io.carrotmq.Outcome;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods in a transaction of their own. */
@Timeout(60)
class TransactedTest {
    /** A transaction manager that notes what it is asked for. */
    @ApplicationScoped
    static class Bank implements UserTransaction {
        final List<String> log = new CopyOnWriteArrayList<>();
        private final ThreadLocal<Integer> status = ThreadLocal.withInitial(() -> Status.STATUS_NO_TRANSACTION);

        List<String> log() {
            return log;
        }

        @Override
        public void begin() {
            assertThat(status.get()).isEqualTo(Status.STATUS_NO_TRANSACTION);
            status.set(Status.STATUS_ACTIVE);
            log.add("begin");
        }

        @Override
        public void commit() throws RollbackException {
            boolean marked = status.get() == Status.STATUS_MARKED_ROLLBACK;
            status.set(Status.STATUS_NO_TRANSACTION);
            log.add(marked ? "refuse" : "commit");
            if (marked) {
                throw new RollbackException("marked");
            }
        }

        @Override
        public void rollback() {
            assertThat(status.get()).isNotEqualTo(Status.STATUS_NO_TRANSACTION);
            status.set(Status.STATUS_NO_TRANSACTION);
            log.add("rollback");
        }

        @Override
        public void setRollbackOnly() {
            status.set(Status.STATUS_MARKED_ROLLBACK);
        }

        @Override
        public int getStatus() {
            return status.get();
        }

        @Override
        public void setTransactionTimeout(int seconds) {
            throw new UnsupportedOperationException();
        }
    }

    private final MemoryBroker broker = MemoryBroker.named("transacted");
    private Workbench bench;
    private Bank bank;
    private String queue;

    @BeforeEach
    void open() {
        bench = new Workbench(broker.uri(), Bank.class);
        bank = bench.container.select(Bank.class).get();
        queue = bench.queue();
    }

    @AfterEach
    void close() {
        bench.close();
        broker.remove();
    }

    private Plans plan() {
        return Plans.of(queue).transacted();
    }

    private void awaitLog(String... entries) {
        Await.value("the log", BOUND, () -> List.copyOf(bank.log()), List.of(entries)::equals);
    }

    private void assertLeft(String... texts) {
        bench.stop();
        assertThat(bench.left(queue)).containsExactlyInAnyOrder(texts);
    }

    @Test
    void returningCommitsBeforeTheAcknowledgement() {
        bench.start(plan().calls(delivery -> {
            bank.log().add(delivery.body() + " " + bank.getStatus());
            return null;
        }));
        bench.send(queue, "a");
        awaitLog("begin", "a 0", "commit");
        assertLeft();
    }

    @Test
    void throwingRollsBackWhateverIsThrown() {
        bench.start(plan().calls(delivery -> {
            throw new java.io.IOException("a checked one, which a container would commit");
        }));
        bench.send(queue, "a");
        assertThat(bench.awaitDead(queue, 1).get(0).attempts()).isEqualTo(3);
        awaitLog("begin", "rollback", "begin", "rollback", "begin", "rollback");
        assertLeft();
    }

    @Test
    void otherOutcomesRollBack() {
        bench.start(plan().calls(delivery -> Outcome.deadLetter("unfit")));
        bench.send(queue, "a");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).contains("CARROT-0380");
        awaitLog("begin", "rollback");
        assertLeft();
    }

    @Test
    void oneThatCannotCommitHasFailed() {
        bench.start(plan().calls(delivery -> {
            bank.setRollbackOnly();
            return null;
        }));
        bench.send(queue, "a");
        DeadLetter letter = bench.awaitDead(queue, 1).get(0);
        assertThat(letter.exception()).isEqualTo(RollbackException.class.getName());
        awaitLog("begin", "refuse", "begin", "refuse", "begin", "refuse");
        assertLeft();
    }

    @Test
    void whatTheMethodWishesForIsDoneAfterwards() {
        List<Delivery.State> seen = new CopyOnWriteArrayList<>();
        bench.start(plan().calls(delivery -> {
            if (delivery.body().equals("ack")) {
                delivery.ack();
                seen.add(delivery.state());
                if (delivery.envelope().attempt() == 1) {
                    throw new IllegalStateException("after the wish, which is of no account then");
                }
            } else {
                delivery.deadLetter(new IllegalArgumentException("by hand"));
                seen.add(delivery.state());
            }
            return null;
        }));
        bench.send(queue, "ack");
        awaitLog("begin", "rollback", "begin", "commit");
        bench.send(queue, "dead");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).isEqualTo("by hand");
        awaitLog("begin", "rollback", "begin", "commit", "begin", "rollback");
        assertThat(seen).containsExactly(Delivery.State.ACKED, Delivery.State.ACKED, Delivery.State.DEAD_LETTERED);
        assertLeft();
    }

    @Test
    void aStageIsWaitedFor() {
        bench.start(plan().calls(delivery -> CompletableFuture.supplyAsync(() -> {
            bank.log().add("stage");
            return null;
        })));
        bench.send(queue, "a");
        awaitLog("begin", "stage", "commit");
        assertLeft();
    }

    @Test
    void oneThatTakesTooLongRollsBack() {
        bench.start(plan().timeout(Duration.ofMillis(100)).calls(delivery -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                bank.log().add("interrupted");
            }
            return null;
        }));
        bench.send(queue, "a");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).contains("CARROT-0378");
        assertThat(bank.log().subList(0, 3)).containsExactly("begin", "interrupted", "rollback");
        assertLeft();
    }

    @Test
    void aBatchCommitsIfAllAreDone() {
        bench.start(plan().calls(3, Duration.ofSeconds(10), batch -> null));
        bench.send(queue, "a", "b", "c");
        awaitLog("begin", "commit");
        assertLeft();
    }

    @Test
    void aBatchInWhichOneIsNotDoneRollsBackAndTheOthersComeAgainUncounted() {
        List<String> attempts = new CopyOnWriteArrayList<>();
        bench.start(plan().calls(3, Duration.ofMillis(500), batch -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (Delivery<?> delivery : batch) {
                attempts.add(delivery.body() + "" + delivery.envelope().attempt());
                if (delivery.body().equals("b")) {
                    delivery.ack();
                }
                outcomes.add(delivery.body().equals("bad") ? Outcome.deadLetter("unfit") : null);
            }
            return outcomes;
        }));
        bench.send(queue, "a", "bad", "b");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).contains("unfit");
        awaitLog("begin", "rollback", "begin", "commit");
        assertThat(attempts).containsExactlyInAnyOrder("a1", "bad1", "b1", "a1", "b1");
        assertLeft();
    }
}
