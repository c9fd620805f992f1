package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfirmLostException;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.UnroutableException;
import io.carrotmq.transport.Closure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class ConfirmWindowTest {
    private static final PublishLimits LIMITS = new PublishLimits(Duration.ofMinutes(1), 100);

    private final AtomicInteger left = new AtomicInteger();
    private final ConfirmWindow window = window(100);

    private ConfirmWindow window(int capacity) {
        return new ConfirmWindow("test", capacity, ended -> {
            left.addAndGet(ended.size());
            ended.forEach(Unconfirmed::completeStage);
        });
    }

    private CompletableFuture<Receipt> add(long sequence, OutgoingMessage message) {
        return add(window, sequence, message);
    }

    private static CompletableFuture<Receipt> add(ConfirmWindow window, long sequence, OutgoingMessage message) {
        Unconfirmed entry = Unconfirmed.staged(message);
        assertThat(window.add(sequence, entry)).isTrue();
        return entry.stage();
    }

    private static OutgoingMessage message(String body) {
        return new OutgoingMessage("x", "k", true, Properties.NONE, body.getBytes(StandardCharsets.UTF_8));
    }

    private List<CompletableFuture<Receipt>> given(int count) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            receipts.add(add(i, message("m" + i)));
        }
        return receipts;
    }

    private static AbstractThrowableAssert<?, ?> failureOf(CompletableFuture<Receipt> receipt) {
        assertThat(receipt).isDone();
        return assertThatThrownBy(receipt::get)
                .isInstanceOf(ExecutionException.class)
                .cause();
    }

    @Test
    void singleConfirmEndsThatMessageOnly() {
        var receipts = given(3);
        window.confirmed(2, false);
        assertThat(receipts.get(1)).isCompletedWithValueMatching(Receipt::confirmed);
        assertThat(receipts.get(0)).isNotDone();
        assertThat(window.size()).isEqualTo(2);
        assertThat(left).hasValue(1);
    }

    @Test
    void multipleConfirmEndsAllUpToItsNumber() {
        var receipts = given(4);
        window.confirmed(3, true);
        assertThat(receipts.subList(0, 3)).allMatch(CompletableFuture::isDone);
        assertThat(receipts.get(3)).isNotDone();
        assertThat(left).hasValue(3);
    }

    @Test
    void returnBeforeTheConfirmMakesThatMessageUnroutable() {
        var receipts = given(3);
        window.returned(message("m2"), 312, "NO_ROUTE");
        assertThat(receipts.get(1)).isNotDone();
        window.confirmed(3, true);
        failureOf(receipts.get(1)).isInstanceOf(UnroutableException.class).hasMessageContaining("312");
        assertThat(receipts.get(0)).isCompleted();
        assertThat(receipts.get(2)).isCompleted();
    }

    @Test
    void refusalBeforeTheReturnMakesThatMessageUnroutable() {
        var receipts = given(2);
        window.refused(1, false);
        assertThat(receipts.get(0)).isNotDone();
        window.returned(message("m1"), 312, "No route");
        failureOf(receipts.get(0)).isInstanceOf(UnroutableException.class);
        assertThat(receipts.get(1)).isNotDone();
    }

    @Test
    void refusalWithoutReturnIsARefusalOnceTheNextAnswerComes() {
        var receipts = given(2);
        window.refused(1, false);
        window.confirmed(2, false);
        failureOf(receipts.get(0)).isNotInstanceOf(UnroutableException.class).hasMessageStartingWith("CARROT-0602");
        assertThat(receipts.get(1)).isCompleted();
    }

    @Test
    void refusalWithoutReturnIsARefusalAtTheNextSweep() {
        var receipts = given(1);
        window.refused(1, false);
        window.expire(LIMITS, false);
        failureOf(receipts.get(0)).hasMessageStartingWith("CARROT-0602");
        assertThat(window.size()).isZero();
    }

    @Test
    void refusalIsToldAtOnceWhereReturnsComeFirst() {
        window.returnsComeFirst();
        var receipts = given(2);
        window.returned(message("m2"), 312, "NO_ROUTE");
        window.refused(1, false);
        window.refused(2, false);
        failureOf(receipts.get(0)).isNotInstanceOf(UnroutableException.class).hasMessageStartingWith("CARROT-0602");
        failureOf(receipts.get(1)).isInstanceOf(UnroutableException.class);
    }

    @Test
    void everyOneOfSeveralRefusalsInARowIsTold() {
        var receipts = given(3);
        window.refused(1, false);
        window.refused(2, false);
        window.refused(3, false);
        failureOf(receipts.get(0)).hasMessageStartingWith("CARROT-0602");
        failureOf(receipts.get(1)).hasMessageStartingWith("CARROT-0602");
        window.expire(LIMITS, false);
        failureOf(receipts.get(2)).hasMessageStartingWith("CARROT-0602");
        assertThat(left).hasValue(3);
    }

    @Test
    void headersTellTheReturnedMessageFromItsTwin() {
        OutgoingMessage routed = withHeaders(Map.of("tenant", "a", "n", 1, "raw", new byte[] {1}));
        OutgoingMessage dropped = withHeaders(Map.of("tenant", "b", "n", 1, "raw", new byte[] {1}));
        var first = add(1, routed);
        var second = add(2, dropped);
        window.returned(withHeaders(Map.of("tenant", "b", "n", 1L, "raw", new byte[] {1})), 312, "NO_ROUTE");
        window.confirmed(2, true);
        assertThat(first).isCompletedWithValueMatching(Receipt::confirmed);
        failureOf(second).isInstanceOf(UnroutableException.class);
    }

    /** Plug-ins stamp messages, and strip headers, before the broker looks for queues. */
    @Test
    void returnWhosePropertiesTheBrokerChangedIsStillARefusalToRoute() {
        var routed = add(1, message("m1"));
        var dropped = add(2, message("m2"));
        Properties stamped = Properties.builder().header("timestamp_in_ms", 1L).build();
        window.returned(
                new OutgoingMessage("x", "k", true, stamped, "m2".getBytes(StandardCharsets.UTF_8)), 312, "NO_ROUTE");
        window.confirmed(2, true);
        assertThat(routed).isCompletedWithValueMatching(Receipt::confirmed);
        failureOf(dropped).isInstanceOf(UnroutableException.class);
    }

    private static OutgoingMessage withHeaders(Map<String, Object> headers) {
        Properties properties = Properties.builder()
                .headers(headers)
                .timestamp(Instant.ofEpochSecond(1_000_000_000, headers.get("n") instanceof Integer ? 5 : 0))
                .build();
        return new OutgoingMessage("x", "", true, properties, new byte[0]);
    }

    // A closed channel

    private static Closure refusal(int code, String text) {
        return new Closure(false, false, code, text, null);
    }

    private static OutgoingMessage to(String exchange) {
        return new OutgoingMessage(exchange, "k", true, Properties.NONE, new byte[0]);
    }

    private static void assertLost(CompletableFuture<Receipt> receipt) {
        failureOf(receipt).isInstanceOfSatisfying(ConfirmLostException.class, e -> {
            assertThat(e.code()).isEqualTo("CARROT-0604");
            assertThat(e.mayHaveBeenDelivered()).isTrue();
        });
    }

    private static void assertRefused(CompletableFuture<Receipt> receipt) {
        failureOf(receipt).isInstanceOfSatisfying(MessageRefusedException.class, e -> {
            assertThat(e.code()).isEqualTo("CARROT-0607");
            assertThat(e.mayHaveBeenDelivered()).isFalse();
        });
    }

    private static void assertIgnored(CompletableFuture<Receipt> receipt) {
        failureOf(receipt)
                .isInstanceOfSatisfying(
                        PublishException.class,
                        e -> assertThat(e.mayHaveBeenDelivered()).isFalse())
                .hasMessageStartingWith("CARROT-0620")
                .hasMessageContaining("safe to send again");
    }

    @Test
    void missingExchangeIsBlamedOnItsMessageAndNotOnItsNeighbours() {
        var before = add(1, to("good"));
        var culprit = add(2, to("gone"));
        var after = add(3, to("good"));
        window.closed(refusal(404, "NOT_FOUND - no exchange 'gone' in vhost '/'"));
        assertLost(before);
        assertRefused(culprit);
        assertIgnored(after);
        assertThat(left).hasValue(3);
    }

    /** The exchange may have been there for the first of them. */
    @Test
    void onlyTheLastMessageToAMissingExchangeHasCertainlyReachedNoQueue() {
        var first = add(1, to("gone"));
        var between = add(2, to("good"));
        var last = add(3, to("gone"));
        window.closed(refusal(404, "NOT_FOUND - no exchange 'gone' in vhost '/'"));
        assertLost(first);
        assertLost(between);
        assertRefused(last);
    }

    @Test
    void refusedAccessIsBlamedOnTheMessageToThatExchange() {
        var other = add(1, to("other"));
        var culprit = add(2, to(""));
        window.closed(refusal(403, "ACCESS_REFUSED - write access to exchange 'amq.default' in vhost 'other' refused"));
        assertLost(other);
        assertRefused(culprit);
    }

    @Test
    void closureOverWhatNobodyWaitsForLeavesTheFateOpen() {
        var receipts = given(2);
        window.closed(refusal(404, "NOT_FOUND - no exchange 'other'"));
        assertLost(receipts.get(0));
        assertLost(receipts.get(1));
    }

    @Test
    void failedPreconditionIsBlamedOnTheOnlyMessageItFits() {
        var before = add(1, message("m"));
        var culprit = add(
                2,
                new OutgoingMessage(
                        "x", "k", true, Properties.builder().userId("somebody").build(), new byte[0]));
        var after = add(3, message("m"));
        window.closed(refusal(406, "PRECONDITION_FAILED - user_id property set to 'somebody' but ..."));
        assertLost(before);
        assertRefused(culprit);
        assertIgnored(after);
    }

    @Test
    void tooLargeAMessageIsKnownByItsSize() {
        var small = add(1, message("m"));
        var large = add(2, new OutgoingMessage("x", "k", true, Properties.NONE, new byte[129]));
        window.closed(refusal(406, "PRECONDITION_FAILED - message size 129 is larger than configured max size 128"));
        assertLost(small);
        assertRefused(large);
    }

    /** Only what the protocol calls a fault of the message says that the broker stopped there. */
    @Test
    void closureOverAFaultOfTheBrokersLeavesTheFateOpen() {
        var receipts = given(2);
        window.closed(refusal(541, "INTERNAL_ERROR"));
        receipts.forEach(ConfirmWindowTest::assertLost);
    }

    @Test
    void failedPreconditionThatFitsSeveralIsBlamedOnNone() {
        var first = add(1, message("m"));
        var last = add(2, message("m"));
        window.closed(refusal(406, "PRECONDITION_FAILED - something else"));
        assertLost(first);
        assertIgnored(last);
    }

    @Test
    void returnThatCameBeforeTheClosureStays() {
        var receipts = given(1);
        window.returned(message("m1"), 312, "NO_ROUTE");
        window.closed(new Closure(false, true, 0, "connection lost", null));
        failureOf(receipts.get(0)).isInstanceOf(UnroutableException.class);
    }

    @Test
    void nothingIsAddedAfterTheEnd() {
        window.closed(refusal(404, "NOT_FOUND"));
        assertThat(window.add(1, Unconfirmed.of(message("late")))).isFalse();
        assertThat(window.size()).isZero();
    }

    // The ring

    @Test
    void messageThatStaysBehindIsNotLostWhenTheRingComesRound() {
        ConfirmWindow small = window(4);
        var slow = add(small, 1, message("slow"));
        for (int i = 2; i <= 50; i++) {
            var quick = add(small, i, message("quick"));
            small.confirmed(i, false);
            assertThat(quick).isCompletedWithValueMatching(Receipt::confirmed);
        }
        assertThat(slow).isNotDone();
        assertThat(small.size()).isEqualTo(1);
        small.returned(message("slow"), 312, "NO_ROUTE");
        small.confirmed(1, false);
        failureOf(slow).isInstanceOf(UnroutableException.class);
        assertThat(small.size()).isZero();
    }

    @Test
    void multipleConfirmEndsThoseThatStayedBehindToo() {
        ConfirmWindow small = window(4);
        var slow = add(small, 3, message("slow"));
        List<CompletableFuture<Receipt>> rest = new ArrayList<>();
        for (int i = 4; i <= 20; i++) {
            rest.add(add(small, i, message("m")));
            if (i < 18) {
                small.confirmed(i, false);
            }
        }
        small.confirmed(19, true);
        assertThat(slow).isCompleted();
        assertThat(rest.subList(0, rest.size() - 1)).allMatch(CompletableFuture::isDone);
        assertThat(rest.get(rest.size() - 1)).isNotDone();
        assertThat(small.size()).isEqualTo(1);
        assertThat(left).hasValue(17);
    }

    @Test
    void everyMessageLeavesOnceWhateverTheOrderOfTheConfirms() {
        java.util.Random random = new java.util.Random(20);
        ConfirmWindow small = window(8);
        java.util.TreeMap<Long, CompletableFuture<Receipt>> open = new java.util.TreeMap<>();
        long next = 1;
        for (int round = 0; round < 20_000; round++) {
            if (open.size() < 8 && random.nextInt(3) > 0) {
                open.put(next, add(small, next, message("m")));
                next++;
            } else if (!open.isEmpty()) {
                List<Long> numbers = new ArrayList<>(open.keySet());
                long number = numbers.get(random.nextInt(numbers.size()));
                boolean multiple = random.nextInt(5) == 0;
                small.confirmed(number, multiple);
                var confirmed = multiple ? open.headMap(number, true) : open.subMap(number, true, number, true);
                assertThat(confirmed.values()).allMatch(CompletableFuture::isDone);
                confirmed.clear();
                assertThat(open.values()).noneMatch(CompletableFuture::isDone);
            }
            assertThat(small.size()).isEqualTo(open.size());
        }
        small.closed(new Closure(false, true, 0, "over", null));
        open.values().forEach(ConfirmWindowTest::assertLost);
        assertThat(left).hasValue((int) next - 1);
    }

    @Test
    void twoEqualMessagesTakeOneReturnEach() {
        var first = add(1, message("same"));
        var second = add(2, message("same"));
        window.returned(message("same"), 312, "NO_ROUTE");
        window.returned(message("same"), 312, "NO_ROUTE");
        window.confirmed(2, true);
        failureOf(first).isInstanceOf(UnroutableException.class);
        failureOf(second).isInstanceOf(UnroutableException.class);
    }

    @Test
    void whatIsTooOldIsNotConfirmed() {
        var receipts = given(2);
        window.expire(new PublishLimits(Duration.ZERO, 100), true); // the broker is excused
        assertThat(left).hasValue(0);
        window.expire(new PublishLimits(Duration.ZERO, 100), false);
        failureOf(receipts.get(0)).isInstanceOfSatisfying(PublishException.class, e -> {
            assertThat(e.code()).isEqualTo("CARROT-0603");
            assertThat(e.mayHaveBeenDelivered()).isTrue();
        });
        window.confirmed(2, true); // too late, and nobody waits
        assertThat(left).hasValue(2);
    }

    /** Otherwise a send that waited for room, or for a blocked broker, would give up on its confirm too early. */
    @Test
    void waitForTheConfirmBeginsWhenTheMessageIsSent() {
        Unconfirmed entry = Unconfirmed.of(message("m"));
        long made = System.nanoTime();
        while (System.nanoTime() == made) {
            Thread.onSpinWait();
        }
        entry.numbered(1);
        assertThat(entry.isOlderThan(0, made)).isFalse();
        assertThat(entry.isOlderThan(0, System.nanoTime())).isTrue();
    }

    @Test
    void lostConnectionLeavesTheFateOpen() {
        var receipts = given(2);
        window.closed(new Closure(false, true, 0, "connection lost", null));
        assertThat(receipts)
                .allSatisfy(receipt -> failureOf(receipt)
                        .isInstanceOfSatisfying(
                                PublishException.class,
                                e -> assertThat(e.mayHaveBeenDelivered()).isTrue()));
        assertThat(left).hasValue(2);
    }

    @Test
    void withdrawnMessageIsGone() {
        given(1);
        assertThat(window.withdraw(1)).isTrue();
        assertThat(window.withdraw(1)).isFalse();
        assertThat(window.size()).isZero();
        assertThat(left).hasValue(0);
    }
}
