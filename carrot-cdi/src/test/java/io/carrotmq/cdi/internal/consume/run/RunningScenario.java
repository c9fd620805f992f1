package io.carrotmq.cdi.internal.consume.run;

import static io.carrotmq.cdi.internal.consume.run.Workbench.BOUND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.DeadLetter;
import io.carrotmq.Delivery;
import io.carrotmq.Outcome;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.UnroutableException;
import io.carrotmq.cdi.ConsumerRegistry.State;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages, by whatever the method does, and whatever happens meanwhile. The same on each broker. */
@Timeout(120)
abstract class RunningScenario {
    final List<String> calls = new CopyOnWriteArrayList<>();
    Workbench bench;
    String queue;

    abstract String uri();

    /** Waits until that many are delivered and not acknowledged. */
    abstract void awaitUnacknowledged(int count);

    /** {@return how many messages are in the queue and not with a consumer} */
    long ready() {
        return bench.ready(queue);
    }

    /** Waits until what nobody handles yet is back in the queue, while the consumer still has a message. */
    void awaitBack(int count) {
        Await.until(count + " back", BOUND, () -> ready() == count);
    }

    /** {@return a message that no queue takes} */
    OutgoingMessage unroutable() {
        return new OutgoingMessage("", "missing-" + queue, true, Properties.NONE, new byte[0]);
    }

    @BeforeEach
    void open() {
        bench = new Workbench(uri());
        queue = bench.queue();
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    Plans plan() {
        return Plans.of(queue);
    }

    private void awaitCalls(int count) {
        Await.value(count + " calls", BOUND, calls::size, size -> size >= count);
    }

    /** Nothing is in the queue, nor comes back to it when nobody consumes any more. */
    private void assertDone() {
        bench.stop();
        assertThat(bench.left(queue)).as("left in the queue").isEmpty();
    }

    // What the method does

    @Test
    void returningAcknowledges() {
        bench.start(plan().calls(delivery -> calls.add(delivery.body()) ? null : ""));
        bench.send(queue, "a", "b", "c");
        awaitCalls(3);
        awaitUnacknowledged(0);
        assertDone();
        assertThat(calls).containsExactly("a", "b", "c");
        assertThat(bench.dead(queue)).isEmpty();
    }

    @Test
    void throwingIsTriedAgainAndGoesToTheDeadLetters() {
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body() + delivery.envelope().attempt());
            throw new java.io.IOException("no " + delivery.body());
        }));
        bench.send(queue, "a");
        DeadLetter letter = bench.awaitDead(queue, 1).get(0);
        assertThat(letter.reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
        assertThat(letter.attempts()).isEqualTo(3);
        assertDone();
        assertThat(calls).containsExactly("a1", "a2", "a3");
    }

    @Test
    void errorsFailTheAttemptAndNotTheConsumer() {
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body());
            if (delivery.body().equals("a")) {
                throw new StackOverflowError();
            }
            return null;
        }));
        bench.send(queue, "a", "b");
        bench.awaitDead(queue, 1);
        assertThat(calls).contains("b");
        assertDone();
    }

    @Test
    void whatIsNotRetriableIsADeadLetterAtOnce() {
        bench.start(plan().retriable(why -> !(why instanceof IllegalArgumentException))
                .calls(delivery -> {
                    calls.add(delivery.body());
                    throw new IllegalArgumentException("never");
                }));
        bench.send(queue, "a");
        assertThat(bench.awaitDead(queue, 1).get(0).reason()).isEqualTo(DeadLetter.REFUSED);
        assertDone();
        assertThat(calls).containsExactly("a");
    }

    @Test
    void outcomes() {
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body() + delivery.envelope().attempt());
            return switch (delivery.body()) {
                case "ack" -> Outcome.ack();
                case "retry" -> Outcome.retry("not yet");
                case "dead" -> Outcome.deadLetter("unfit");
                case "requeue" -> delivery.envelope().redelivered() ? Outcome.ack() : Outcome.requeue();
                case "reject" -> Outcome.reject();
                default -> throw new AssertionError(delivery.body());
            };
        }));
        bench.send(queue, "ack", "retry", "dead", "requeue", "reject");
        List<DeadLetter> letters = bench.awaitDead(queue, 2);
        awaitCalls(8);
        assertDone();
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "ack1", "retry1", "retry2", "retry3", "dead1", "requeue1", "requeue1", "reject1");
        assertThat(letters)
                .extracting(DeadLetter::message)
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("CARROT-0379").contains("not yet"),
                        text -> assertThat(text).contains("CARROT-0380").contains("unfit"));
    }

    @Test
    void theMethodSettlesByItself() {
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body() + delivery.envelope().attempt());
            switch (delivery.body()) {
                case "reject" -> delivery.reject();
                case "fail" -> delivery.fail(new IllegalStateException("by hand"));
                default -> delivery.ack();
            }
            if (delivery.body().equals("throw")) {
                throw new IllegalStateException("after the acknowledgement");
            }
            return Outcome.retry("of no account");
        }));
        bench.send(queue, "ack", "throw", "reject", "fail");
        assertThat(bench.awaitDead(queue, 1).get(0).attempts()).isEqualTo(3);
        assertDone();
        assertThat(calls).containsExactlyInAnyOrder("ack1", "throw1", "reject1", "fail1", "fail2", "fail3");
    }

    // Stages

    @Test
    void aStageSettlesWhenItCompletes() {
        Map<String, CompletableFuture<Object>> stages = new ConcurrentHashMap<>();
        bench.start(plan().prefetch(3).calls(delivery -> {
            calls.add(delivery.body());
            return stages.computeIfAbsent(delivery.body(), body -> new CompletableFuture<>());
        }));
        bench.send(queue, "a", "b", "c", "d");
        awaitCalls(3);
        assertThat(bench.consumer(queue).handling()).isEqualTo(3);
        awaitUnacknowledged(3);
        assertThat(calls).as("bounded by the prefetch count").containsExactly("a", "b", "c");
        stages.get("b").complete(null);
        awaitCalls(4);
        stages.get("a").complete(Outcome.deadLetter("late"));
        stages.get("c").cancel(false);
        stages.get("d").completeExceptionally(new IllegalStateException("failed late"));
        List<DeadLetter> letters = bench.awaitDead(queue, 3);
        assertThat(letters)
                .extracting(DeadLetter::exception)
                .containsExactlyInAnyOrder(
                        "io.carrotmq.ConsumeException",
                        "java.util.concurrent.CancellationException",
                        "java.lang.IllegalStateException");
        Await.until("none to be handled", BOUND, () -> bench.consumer(queue).handling() == 0);
        assertDone();
        assertThat(Collections.frequency(calls, "c"))
                .as("attempts of what was cancelled")
                .isEqualTo(3);
        assertThat(Collections.frequency(calls, "a")).isEqualTo(1);
    }

    @Test
    void undecidedStagesGoBackAtTheEnd() {
        CompletableFuture<Object> never = new CompletableFuture<>();
        bench.start(plan().drain(Duration.ofMillis(50)).calls(delivery -> calls.add(delivery.body()) ? never : null));
        bench.send(queue, "a", "b");
        awaitCalls(2);
        bench.stop();
        assertThat(never).isCancelled();
        assertThat(bench.awaitLeft(queue, 2)).containsExactlyInAnyOrder("a*", "b*");
        assertThat(bench.dead(queue)).isEmpty();
    }

    // Time

    @Test
    void aMethodThatTakesTooLongIsInterrupted() {
        Queue<Boolean> flags = new ConcurrentLinkedQueue<>();
        bench.start(plan().timeout(Duration.ofMillis(100)).calls(delivery -> {
            flags.add(Thread.currentThread().isInterrupted());
            calls.add(delivery.body());
            if (delivery.body().equals("slow")) {
                new CountDownLatch(1).await();
            }
            return null;
        }));
        bench.send(queue, "slow", "quick");
        DeadLetter letter = bench.awaitDead(queue, 1).get(0);
        assertThat(letter.message()).contains("CARROT-0378").contains(queue).contains("100 ms");
        assertDone();
        assertThat(calls).contains("quick");
        assertThat(Collections.frequency(calls, "slow")).isEqualTo(3);
        assertThat(flags).as("interrupt flag of the next call").containsOnly(false);
    }

    @Test
    void aStageThatTakesTooLongIsCancelled() {
        List<CompletableFuture<Object>> stages = new CopyOnWriteArrayList<>();
        bench.start(plan().timeout(Duration.ofMillis(100)).calls(delivery -> {
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        }));
        bench.send(queue, "a");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).contains("CARROT-0378");
        assertDone();
        assertThat(stages).hasSize(3).allMatch(CompletableFuture::isCancelled);
    }

    // The end

    @Test
    void theEndWaitsForWhatIsHandled() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body());
            release.await();
            return null;
        }));
        bench.send(queue, "a", "b", "c");
        awaitCalls(1);
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(bench::stop);
        awaitBack(2);
        assertThat(stopping).isNotDone();
        assertThat(bench.consumer(queue).state()).isEqualTo(State.STOPPED);
        release.countDown();
        stopping.get(30, TimeUnit.SECONDS);
        assertThat(bench.awaitLeft(queue, 2)).containsExactly("b*", "c*");
        assertThat(calls).containsExactly("a");
    }

    @Test
    void whatExceedsTheBoundIsInterruptedAndGoesBack() {
        List<String> thrown = new CopyOnWriteArrayList<>();
        bench.start(plan().concurrency(3).drain(Duration.ofMillis(100)).calls(delivery -> {
            calls.add(delivery.body());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                thrown.add(delivery.body());
                throw e;
            }
            return null;
        }));
        bench.send(queue, "a", "b", "c", "d", "e", "f", "g");
        awaitCalls(3);
        bench.stop();
        assertThat(thrown).hasSize(3);
        assertThat(bench.awaitLeft(queue, 7)).hasSize(7).allMatch(text -> text.endsWith("*"));
        assertThat(bench.dead(queue)).isEmpty();
    }

    @Test
    void whatIsDoneInSpiteOfTheInterruptIsAcknowledged() {
        bench.start(plan().drain(Duration.ofMillis(100)).calls(delivery -> {
            calls.add(delivery.body());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                calls.add("finished");
            }
            return null;
        }));
        bench.send(queue, "a");
        awaitCalls(1);
        assertDone();
        assertThat(calls).containsExactly("a", "finished");
    }

    @Test
    void noThreadIsLeft() {
        bench.start(plan().concurrency(4).timeout(Duration.ofSeconds(20)).calls(delivery -> {
            calls.add(Thread.currentThread().getName());
            return null;
        }));
        bench.send(queue, "a", "b", "c");
        awaitCalls(3);
        assertThat(calls).allMatch(name -> name.startsWith("carrot-consumer-"));
        bench.stop();
        Await.value("no thread of consumers", BOUND, RunningScenario::threads, List::isEmpty);
        bench.stop();
    }

    static List<String> threads() {
        List<String> names = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("carrot-consumer-")
                    || thread.getName().startsWith("carrot-stop-")) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    @Test
    void interruptsFromElsewhereLoseNothing() {
        Set<String> handled = ConcurrentHashMap.newKeySet();
        AtomicReference<Thread> thread = new AtomicReference<>();
        bench.start(plan().calls(delivery -> {
            thread.set(Thread.currentThread());
            handled.add(delivery.body());
            return null;
        }));
        bench.send(queue, "first");
        Await.until("the thread to be known", BOUND, () -> thread.get() != null);
        for (int i = 0; i < 500; i++) {
            thread.get().interrupt();
            bench.send(queue, "" + i);
        }
        Await.until("all to be handled", BOUND, () -> handled.size() == 501);
        assertDone();
    }

    // Replies

    @Test
    void repliesGoBackWithTheirCorrelation() {
        String answers = bench.queue();
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body());
            return delivery.body().equals("nothing") ? null : "re: " + delivery.body();
        }));
        Properties asking = Properties.builder().replyTo(answers).build();
        bench.send(queue, asking.toBuilder().correlationId("c-1").build(), "one");
        bench.send(queue, asking.toBuilder().messageId("m-2").build(), "two");
        bench.send(queue, asking, "nothing");
        bench.send(queue, "nobody asks");
        List<String> got = new ArrayList<>();
        try (Connection connection = bench.connections.connect()) {
            Await.until("two answers", BOUND, () -> {
                connection.fetch(answers).ifPresent(delivery -> {
                    got.add(delivery.properties().correlationId() + " " + new String(delivery.content(), UTF_8));
                    delivery.ack();
                });
                return got.size() == 2;
            });
        }
        awaitCalls(4);
        assertDone();
        assertThat(got).containsExactly("c-1 re: one", "m-2 re: two");
        assertThat(bench.left(answers)).isEmpty();
    }

    @Test
    void aReplyToNobodyIsNoFailure() {
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body());
            return delivery.body().equals("stage") ? CompletableFuture.completedFuture("late") : "reply";
        }));
        Properties asking = Properties.builder().replyTo("gone-" + queue).build();
        bench.send(queue, asking, "value", "stage");
        awaitCalls(2);
        awaitUnacknowledged(0);
        assertDone();
        assertThat(calls).containsExactly("value", "stage");
        assertThat(bench.dead(queue)).isEmpty();
    }

    // What the method sends

    @Test
    void sendsAreConfirmedBeforeTheAcknowledgement() {
        bench.start(plan().calls(delivery -> {
            calls.add(delivery.body());
            try (Connection connection = bench.connections.connect()) {
                connection.publishAsync(unroutable());
            }
            return delivery.body().equals("stage") ? CompletableFuture.completedFuture(null) : null;
        }));
        bench.send(queue, "value", "stage");
        assertThat(bench.awaitDead(queue, 2))
                .extracting(DeadLetter::exception)
                .containsOnly(UnroutableException.class.getName());
        assertDone();
        assertThat(calls).hasSize(6);
    }

    // Several at a time

    @Test
    void severalAreHandledAtTheSameTime() throws Exception {
        CountDownLatch all = new CountDownLatch(4);
        bench.start(plan().concurrency(4).calls(delivery -> {
            all.countDown();
            all.await();
            calls.add(delivery.body());
            return null;
        }));
        bench.send(queue, "a", "b", "c", "d");
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        awaitCalls(4);
        assertDone();
    }

    @Test
    void oneKeyIsHandledInOrderAndOthersMeanwhile() {
        CountDownLatch release = new CountDownLatch(1);
        bench.start(plan().concurrency(2)
                .orderBy(delivery ->
                        ((String) delivery.body()).charAt(0) == '-' ? null : ((String) delivery.body()).charAt(0))
                .calls(delivery -> {
                    if (delivery.body().equals("a1")) {
                        release.await();
                    }
                    calls.add(delivery.body());
                    return null;
                }));
        bench.send(queue, "a1", "a2", "a3", "b1", "b2", "-1", "-2");
        awaitCalls(4);
        assertThat(calls).contains("b1", "b2", "-1", "-2").noneMatch(text -> text.startsWith("a"));
        release.countDown();
        awaitCalls(7);
        assertThat(calls.subList(4, 7)).containsExactly("a1", "a2", "a3");
        assertDone();
    }

    @Test
    void aKeyWaitsForItsStage() {
        Map<String, CompletableFuture<Object>> stages = new ConcurrentHashMap<>();
        bench.start(
                plan().orderBy(delivery -> ((String) delivery.body()).charAt(0)).calls(delivery -> {
                    CompletableFuture<Object> stage = new CompletableFuture<>();
                    stages.put(delivery.body(), stage);
                    calls.add(delivery.body());
                    return stage;
                }));
        bench.send(queue, "a1", "a2", "b1");
        awaitCalls(2);
        assertThat(calls).containsExactlyInAnyOrder("a1", "b1");
        stages.get("a1").complete(null);
        awaitCalls(3);
        stages.values().forEach(stage -> stage.complete(null));
        assertDone();
    }

    @Test
    void aKeyThatCannotBeReadFailsItsMessage() {
        bench.start(plan().concurrency(2)
                .orderBy(delivery -> 1 / (((String) delivery.body()).length() - 1))
                .calls(delivery -> calls.add(delivery.body()) ? null : null));
        bench.send(queue, "x", "fine");
        assertThat(bench.awaitDead(queue, 1).get(0).exception()).isEqualTo(ArithmeticException.class.getName());
        awaitCalls(1);
        assertDone();
        assertThat(calls).containsExactly("fine");
    }

    // Batches

    private static List<String> bodies(List<? extends Delivery<?>> batch) {
        return batch.stream().map(delivery -> (String) delivery.body()).toList();
    }

    @Test
    void batchesAreFullOrHaveWaited() {
        bench.start(plan().prefetch(10).calls(3, Duration.ofMillis(200), batch -> {
            calls.add(String.join("", bodies(batch)));
            return null;
        }));
        bench.send(queue, "a", "b", "c", "d");
        awaitCalls(2);
        assertThat(calls).containsExactly("abc", "d");
        assertDone();
    }

    @Test
    void eachOfABatchHasItsOutcome() {
        Set<String> done = ConcurrentHashMap.newKeySet();
        bench.start(plan().prefetch(10).calls(5, Duration.ofMillis(500), batch -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (Delivery<?> delivery : batch) {
                calls.add((String) delivery.body());
                outcomes.add(
                        switch ((String) delivery.body()) {
                            case "dead" -> Outcome.deadLetter("unfit");
                            case "retry" -> delivery.envelope().attempt() == 1 ? Outcome.retry("again") : null;
                            case "settled" -> {
                                delivery.ack();
                                yield Outcome.retry("of no account");
                            }
                            default -> null;
                        });
            }
            bodies(batch).forEach(done::add);
            return outcomes;
        }));
        bench.send(queue, "a", "dead", "retry", "settled", "b");
        assertThat(bench.awaitDead(queue, 1).get(0).message()).contains("unfit");
        awaitCalls(6);
        assertDone();
        assertThat(calls).containsExactlyInAnyOrder("a", "dead", "retry", "settled", "b", "retry");
    }

    @Test
    void aBatchThatThrowsFailsWhatItHasNotSettled() {
        bench.start(plan().prefetch(10).calls(3, Duration.ofMillis(200), batch -> {
            calls.addAll(bodies(batch));
            batch.stream().filter(each -> each.body().equals("settled")).forEach(Delivery::ack);
            if (bodies(batch).contains("many")) {
                return List.of(Outcome.ack(), Outcome.ack());
            }
            throw new IllegalStateException("no");
        }));
        bench.send(queue, "a", "settled", "b");
        assertThat(bench.awaitDead(queue, 2)).allMatch(letter -> letter.attempts() == 3);
        bench.send(queue, "many");
        assertThat(bench.awaitDead(queue, 3).get(2).message()).contains("CARROT-0381");
        assertDone();
        assertThat(Collections.frequency(calls, "settled")).isEqualTo(1);
    }

    @Test
    void anUnfinishedBatchGoesBackAtTheEnd() {
        bench.start(plan().prefetch(10).calls(5, Duration.ofHours(1), batch -> {
            calls.addAll(bodies(batch));
            return null;
        }));
        bench.send(queue, "a", "b");
        Await.until("both collected", BOUND, () -> ready() == 0);
        bench.stop();
        assertThat(bench.awaitLeft(queue, 2)).hasSize(2);
        assertThat(calls).isEmpty();
    }

    // Control

    @Test
    void pausingStopsAndResumingGoesOn() {
        AtomicInteger handled = new AtomicInteger();
        bench.start(plan().calls(delivery -> {
            handled.incrementAndGet();
            return null;
        }));
        bench.awaitState(queue, State.RUNNING);
        bench.consumer(queue).pause();
        bench.consumer(queue).pause();
        assertThat(bench.consumer(queue).state()).isEqualTo(State.PAUSED);
        bench.send(queue, "a", "b");
        Await.until("both back", BOUND, () -> bench.ready(queue) == 2);
        assertThat(handled).hasValue(0);
        bench.consumer(queue).resume();
        Await.until("both handled", BOUND, () -> handled.get() == 2);
        bench.awaitState(queue, State.RUNNING);
        assertDone();
    }

    @Test
    void oneThatIsStartedByHand() {
        bench.start(plan().startedByHand().calls(delivery -> calls.add(delivery.body()) ? null : null));
        bench.send(queue, "a");
        assertThat(bench.consumer(queue).state()).isEqualTo(State.NEW);
        bench.consumer(queue).start();
        bench.consumer(queue).start();
        awaitCalls(1);
        bench.awaitState(queue, State.RUNNING);
        assertDone();
        assertThat(bench.consumer(queue).state()).isEqualTo(State.STOPPED);
        bench.consumer(queue).start();
        assertThat(bench.consumer(queue).state()).isEqualTo(State.STOPPED);
    }

    @Test
    void severalConsumers() {
        String other = bench.queue();
        bench.start(
                plan().calls(delivery -> calls.add("one " + delivery.body()) ? null : null),
                Plans.of(other).calls(delivery -> calls.add("two " + delivery.body()) ? null : null));
        bench.send(queue, "a");
        bench.send(other, "b");
        awaitCalls(2);
        assertThat(calls).containsExactlyInAnyOrder("one a", "two b");
        assertThat(bench.runs.ids()).containsExactlyInAnyOrder(queue, other);
        assertThat(bench.consumer(other).queue()).isEqualTo(other);
        assertDone();
    }
}
