package io.carrotmq.cdi.internal.consume.run;

import static io.carrotmq.cdi.internal.consume.run.Workbench.BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.DeadLetter;
import io.carrotmq.Delivery;
import io.carrotmq.Properties;
import io.carrotmq.cdi.ConsumerRegistry.State;
import io.carrotmq.cdi.internal.broker.ContainerThreads;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.inject.spi.BeanManager;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call meets that goes wrong around the method. */
@Timeout(120)
class CallTest {
    private final MemoryBroker broker = MemoryBroker.named("calls");
    private final List<Object> calls = new CopyOnWriteArrayList<>();
    private Workbench bench;
    private String queue;

    @BeforeEach
    void open() {
        bench = new Workbench(broker.uri());
        queue = bench.queue();
    }

    @AfterEach
    void close() {
        bench.close();
        broker.remove();
    }

    private void awaitCalls(int count) {
        Await.value(count + " calls", BOUND, calls::size, size -> size >= count);
    }

    /** Nothing is left, and nothing was waited for. */
    private void assertDone() {
        long start = System.nanoTime();
        bench.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(bench.left(queue)).isEmpty();
    }

    /** The container gives threads to those that take and handle, and no more. */
    private static ThreadFactory threads(int count) {
        ContainerThreads source = ContainerThreads.of("consumer");
        AtomicInteger left = new AtomicInteger(count);
        return work -> {
            if (left.decrementAndGet() < 0) {
                throw new RejectedExecutionException("no thread is left");
            }
            return source.newThread(work);
        };
    }

    @Test
    void oneThatIsCutShortBeforeTheMethodIsCalledInterruptsIt() throws Throwable {
        bench.send(queue, "a");
        ConsumerPlan plan = Plans.of(queue).calls(delivery -> {
            calls.add(Thread.currentThread().isInterrupted());
            new CountDownLatch(1).await();
            return null;
        });
        CountDownLatch settled = new CountDownLatch(1);
        try (Surroundings surroundings = bench.surroundings(ContainerThreads.of("consumer"));
                Connection connection = bench.connections.connect()) {
            Handling handling = new Handling(plan, surroundings, charge -> settled.countDown());
            Delivery<byte[]> delivery = connection.fetch(queue).orElseThrow();
            Calls all = new Calls();
            Call call = new Call(handling, Charge.of(delivery));
            all.add(call);
            call.cut(Call.Cut.END);
            call.run(plan.target().open(bench.container.getBeanManager()));
            assertThat(delivery.state()).isEqualTo(Delivery.State.REQUEUED);
        } finally {
            assertThat(Thread.interrupted()).as("interrupt flag after the call").isFalse();
        }
        assertThat(calls).containsExactly(true);
        assertThat(settled.getCount()).isZero();
    }

    /** A stage of somebody else's making, with which nothing can be done. */
    private static final class Odd extends CompletableFuture<Object> {
        @Override
        public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
            throw new UnsupportedOperationException("no dependents");
        }
    }

    @Test
    void aStageThatCannotBeWaitedForFailsTheAttempt() {
        bench.start(Plans.of(queue).calls(delivery -> new Odd()));
        bench.send(queue, "a");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).isEqualTo("no dependents");
        assertDone();
    }

    @Test
    void aReplyThatNoThreadIsThereForFailsTheAttempt() {
        bench.start(threads(1), Plans.of(queue).calls(delivery -> CompletableFuture.completedFuture("late")));
        bench.send(queue, Properties.builder().replyTo(queue).build(), "a");
        assertThat(bench.awaitDead(queue, 1)).extracting(DeadLetter::attempts).containsExactly(3);
        assertDone();
    }

    @Test
    void aTimeThatNobodyCanWatchFailsTheAttempt() {
        bench.start(threads(1), Plans.of(queue).timeout(Duration.ofSeconds(30)).calls(delivery -> {
            calls.add(delivery.body());
            return null;
        }));
        bench.send(queue, "a");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).isEqualTo("no thread is left");
        assertThat(calls).isEmpty();
        assertDone();
    }

    @Test
    void whatWaitsForOneStageDoesNotKeepOthersFromTheirEnd() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        bench.start(Plans.of(queue).timeout(Duration.ofMillis(100)).calls(delivery -> {
            CompletableFuture<Object> stage = new CompletableFuture<>();
            if (delivery.body().equals("stuck")) {
                CompletionStage<Object> dependent = stage.whenComplete((value, thrown) -> {
                    stuck.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                calls.add(dependent);
            }
            return stage;
        }));
        bench.send(queue, "stuck");
        assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
        bench.send(queue, "other");
        List<DeadLetter> letters = Await.value("the other one", BOUND, () -> bench.dead(queue), all -> !all.isEmpty());
        assertThat(letters.get(0).message()).contains("CARROT-0378");
        release.countDown();
        bench.awaitDead(queue, 2);
        assertDone();
    }

    // Threads

    @Test
    void everyThreadThatRunsTheApplicationHasItsModulesLoader() throws Exception {
        try (URLClassLoader module = new URLClassLoader(new URL[0], CallTest.class.getClassLoader())) {
            Plans plans = Plans.of(queue).module(module).concurrency(2);
            TargetMethod method = plans.calls(delivery -> note()).target();
            ConsumerPlan plan = plans.target(new Noting(method)).plan();
            bench.start(plan);
            bench.send(queue, "a", "b");
            awaitCalls(2);
            bench.stop();
            assertThat(calls).as("two calls, and the end of the bean").hasSize(3);
            try (Surroundings surroundings = bench.surroundings(ContainerThreads.of("consumer"))) {
                new Handling(plan, surroundings, charge -> {}).elsewhere(this::note);
                awaitCalls(4);
            }
            assertThat(calls).containsOnly(module);
        }
    }

    private Object note() {
        calls.add(Thread.currentThread().getContextClassLoader());
        return null;
    }

    /** A bean that notes where it is made and given back. */
    private final class Noting implements TargetMethod {
        private final TargetMethod origin;

        Noting(TargetMethod origin) {
            this.origin = origin;
        }

        @Override
        public Target open(BeanManager beans) {
            Target target = origin.open(beans);
            return new Target() {
                @Override
                public Object call(Delivery<?> delivery) throws Throwable {
                    return target.call(delivery);
                }

                @Override
                public Object call(List<? extends Delivery<?>> batch) throws Throwable {
                    return target.call(batch);
                }

                @Override
                public void close() {
                    note();
                }
            };
        }
    }

    // Control

    @Test
    void pausingAndResumingAtTheSameTimeEndsAsItSays() throws Exception {
        bench.start(Plans.of(queue).calls(delivery -> {
            calls.add(delivery.body());
            return null;
        }));
        bench.awaitState(queue, State.RUNNING);
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 1; round <= 300; round++) {
            CompletableFuture<Void> pausing = CompletableFuture.runAsync(() -> {
                await(together);
                bench.consumer(queue).pause();
            });
            await(together);
            bench.consumer(queue).resume();
            pausing.get(30, TimeUnit.SECONDS);
            if (bench.consumer(queue).state() == State.PAUSED) {
                bench.consumer(queue).resume();
            }
            bench.send(queue, "a");
            awaitCalls(round);
        }
        assertDone();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
