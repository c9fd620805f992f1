package io.carrotmq.cdi.internal.consume.run;

import static io.carrotmq.cdi.internal.consume.run.Workbench.BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Redelivery;
import io.carrotmq.cdi.ConsumerRegistry.State;
import io.carrotmq.cdi.internal.broker.ContainerThreads;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.ConsumerFailed;
import io.carrotmq.event.ConsumerPaused;
import io.carrotmq.event.ConsumerStarted;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers that cannot consume, and their beginning and end. */
@Timeout(120)
class LifecycleTest {
    private final MemoryBroker broker = MemoryBroker.named("lifecycle");
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(broker.uri());
    }

    @AfterEach
    void close() {
        bench.close();
        broker.remove();
    }

    private Object note(String call) {
        calls.add(call);
        return null;
    }

    private void awaitCalls(int count) {
        Await.value("calls", BOUND, () -> List.copyOf(calls), all -> all.size() == count);
    }

    @Test
    void aBrokerThatIsAbsentIsWaitedFor() {
        String queue = bench.queue();
        bench.send(queue, "a");
        broker.refuseConnections(true);
        broker.cutConnections();
        bench.start(Plans.of(queue).calls(delivery -> note(delivery.body())));
        Await.until("the failure to be told", BOUND, () -> !bench.events.isEmpty());
        assertThat(bench.consumer(queue).state()).isEqualTo(State.CONNECTING);
        broker.refuseConnections(false);
        awaitCalls(1);
        bench.awaitState(queue, State.RUNNING);
        Await.until("both told", BOUND, () -> bench.events.size() == 2);
        assertThat(bench.events.get(0)).isInstanceOfSatisfying(ConsumerFailed.class, failed -> {
            assertThat(failed.consumer()).isEqualTo(queue);
            assertThat(failed.givenUp()).isFalse();
        });
        assertThat(bench.events.get(1)).isEqualTo(new ConsumerStarted(queue, queue));
    }

    @Test
    void aQueueThatIsMissingIsWaitedForAndToldOnce() {
        AtomicInteger attempts = new AtomicInteger();
        bench.runs.start(
                List.of(Plans.of("later").calls(delivery -> note(delivery.body()))),
                new Surroundings(
                        bench.container.getBeanManager(),
                        true,
                        plan -> new Counted(bench.connections, attempts),
                        ContainerThreads.of("consumer"),
                        (event, name) -> bench.events.add(event)));
        Await.until("a second attempt, which is no news", BOUND, () -> attempts.get() > 1);
        assertThat(bench.consumer("later").state()).isEqualTo(State.CONNECTING);
        bench.declare("later");
        bench.send("later", "a");
        awaitCalls(1);
        bench.awaitState("later", State.RUNNING);
        assertThat(bench.events.stream().filter(ConsumerFailed.class::isInstance))
                .hasSize(1);
    }

    /** Counts who connects. */
    private record Counted(ConnectionFactory origin, AtomicInteger count) implements ConnectionFactory {
        @Override
        public Connection connect() {
            count.incrementAndGet();
            return origin.connect();
        }

        @Override
        public Connection connect(String userName, String password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Observation observe(Consumer<? super BrokerEvent> listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // it is somebody else's
        }
    }

    @Test
    void whatTheBrokerCannotDoIsGivenUpAndCanBeStartedAgain() {
        String queue = bench.queue();
        bench.start(Plans.of(queue)
                .options(options -> options.redelivery(Redelivery.DEFAULT.mode(Redelivery.Mode.BROKER)))
                .calls(delivery -> note(delivery.body())));
        bench.awaitState(queue, State.FAILED);
        assertThat(bench.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        ConsumerFailed.class,
                        failed -> assertThat(failed.givenUp()).isTrue());
        bench.consumer(queue).start();
        Await.until("told again", BOUND, () -> bench.events.size() == 2);
        bench.awaitState(queue, State.FAILED);
    }

    @Test
    void oneThatCannotStartLeavesTheOthersAlone() {
        String queue = bench.queue();
        String other = bench.queue();
        AtomicBoolean first = new AtomicBoolean(true);
        ContainerThreads threads = ContainerThreads.of("consumer");
        bench.runs.start(
                List.of(
                        Plans.of(queue).calls(delivery -> note(delivery.body())),
                        Plans.of(other).calls(delivery -> note(delivery.body()))),
                new Surroundings(
                        bench.container.getBeanManager(),
                        true,
                        plan -> bench.connections,
                        work -> {
                            if (first.getAndSet(false)) {
                                throw new IllegalStateException("no threads");
                            }
                            return threads.newThread(work);
                        },
                        (event, name) -> bench.events.add(event)));
        bench.send(other, "b");
        awaitCalls(1);
        assertThat(bench.consumer(queue).state()).isEqualTo(State.FAILED);
        bench.send(queue, "a");
        bench.consumer(queue).start();
        awaitCalls(2);
    }

    @Test
    void theRegistryNamesThoseThereAre() {
        String queue = bench.queue();
        bench.start(Plans.of(queue).calls(delivery -> note(delivery.body())));
        assertThatThrownBy(() -> bench.consumer("nobody"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARROT-0376")
                .hasMessageContaining("nobody")
                .hasMessageContaining(queue);
    }

    @Test
    void pausingIsTold() {
        String queue = bench.queue();
        bench.start(Plans.of(queue).calls(delivery -> note(delivery.body())));
        bench.awaitState(queue, State.RUNNING);
        bench.consumer(queue).pause();
        bench.consumer(queue).resume();
        bench.awaitState(queue, State.RUNNING);
        Await.until("three told", BOUND, () -> bench.events.size() == 3);
        assertThat(bench.events)
                .containsExactly(
                        new ConsumerStarted(queue, queue),
                        new ConsumerPaused(queue, queue),
                        new ConsumerStarted(queue, queue));
    }

    @Test
    void oneThatWasPausedBeforeItStartedTakesNothing() {
        String queue = bench.queue();
        bench.send(queue, "a");
        bench.start(Plans.of(queue).startedByHand().calls(delivery -> note(delivery.body())));
        bench.consumer(queue).pause();
        bench.consumer(queue).start();
        assertThat(bench.consumer(queue).state()).isEqualTo(State.PAUSED);
        bench.consumer(queue).resume();
        awaitCalls(1);
    }

    @Test
    void allAreDrainedAtTheSameTime() {
        int count = 8;
        ConsumerPlan[] plans = new ConsumerPlan[count];
        for (int i = 0; i < count; i++) {
            String queue = bench.queue();
            bench.send(queue, "a");
            plans[i] = Plans.of(queue).drain(Duration.ofSeconds(2)).calls(delivery -> {
                note(delivery.body());
                new CountDownLatch(1).await();
                return null;
            });
        }
        bench.start(plans);
        awaitCalls(count);
        long start = System.nanoTime();
        bench.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(12));
    }

    @Test
    void aMethodThatDoesNotHeedTheEndIsLeftBehind() throws Exception {
        String queue = bench.queue();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        bench.start(Plans.of(queue).drain(Duration.ofMillis(50)).calls(delivery -> {
            note(delivery.body());
            boolean done = false;
            while (!done) {
                try {
                    release.await();
                    done = true;
                } catch (InterruptedException e) {
                    note("interrupted");
                }
            }
            ended.countDown();
            return null;
        }));
        bench.send(queue, "a");
        awaitCalls(1);
        bench.stop();
        assertThat(bench.awaitLeft(queue, 1)).containsExactly("a*");
        release.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        Await.value("no thread", BOUND, RunningScenario::threads, List::isEmpty);
        assertThat(calls).containsExactly("a", "interrupted");
    }

    @Test
    void anInterruptFromElsewhereDoesNotEndTheConsumer() {
        String queue = bench.queue();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        bench.start(Plans.of(queue).calls(delivery -> {
            threads.add(Thread.currentThread());
            Thread.currentThread().interrupt();
            return note(delivery.body());
        }));
        bench.send(queue, "a", "b");
        awaitCalls(2);
        threads.get(0).interrupt();
        bench.send(queue, "c");
        awaitCalls(3);
        assertThat(bench.dead(queue)).isEmpty();
    }

    @Test
    void aBeanThatCannotBeHadIsTriedAgain() {
        String queue = bench.queue();
        bench.send(queue, "a");
        AtomicInteger attempts = new AtomicInteger();
        TargetMethod method =
                Plans.of(queue).calls(delivery -> note(delivery.body())).target();
        TargetMethod late = beans -> {
            if (attempts.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("not yet");
            }
            return method.open(beans);
        };
        bench.start(Plans.of(queue).target(late).plan());
        awaitCalls(1);
        assertThat(bench.events).first().isInstanceOf(ConsumerFailed.class);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void whatIsCollectedWhenTheConnectionIsLostIsNotInTheBatchTwice() {
        String queue = bench.queue();
        List<List<String>> batches = new CopyOnWriteArrayList<>();
        bench.start(Plans.of(queue).prefetch(50).calls(6, Duration.ofSeconds(2), batch -> {
            batches.add(batch.stream().map(delivery -> (String) delivery.body()).toList());
            batch.forEach(delivery -> note((String) delivery.body()));
            return null;
        }));
        bench.send(queue, "a", "b");
        Await.until("both on their way", BOUND, () -> bench.ready(queue) == 0);
        broker.cutConnections();
        bench.send(queue, "c", "d");
        Await.until("all", BOUND, () -> calls.containsAll(List.of("a", "b", "c", "d")));
        assertThat(batches).allSatisfy(batch -> assertThat(batch).doesNotHaveDuplicates());
        bench.stop();
        assertThat(bench.left(queue)).isEmpty();
    }

    @Test
    void threadsAreVirtualWhereThereAreAny() throws Exception {
        String queue = bench.queue();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        bench.start(Plans.of(queue).concurrency(3).calls(delivery -> {
            threads.add(Thread.currentThread());
            return note(delivery.body());
        }));
        bench.send(queue, "a", "b", "c");
        awaitCalls(3);
        boolean hasVirtual = Runtime.version().feature() >= 21;
        for (Thread thread : threads) {
            assertThat(thread.isDaemon()).isTrue();
            if (hasVirtual) {
                assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
            }
        }
    }
}
