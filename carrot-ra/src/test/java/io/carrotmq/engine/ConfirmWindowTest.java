package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    private final ConfirmWindow window = new ConfirmWindow("test", left::incrementAndGet);

    private static OutgoingMessage message(String body) {
        return new OutgoingMessage("x", "k", true, Properties.NONE, body.getBytes(StandardCharsets.UTF_8));
    }

    private List<CompletableFuture<Receipt>> given(int count) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            receipts.add(window.add(i, message("m" + i)));
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
        window.expire(LIMITS);
        failureOf(receipts.get(0)).hasMessageStartingWith("CARROT-0602");
        assertThat(window.size()).isZero();
    }

    @Test
    void everyOneOfSeveralRefusalsInARowIsTold() {
        var receipts = given(3);
        window.refused(1, false);
        window.refused(2, false);
        window.refused(3, false);
        failureOf(receipts.get(0)).hasMessageStartingWith("CARROT-0602");
        failureOf(receipts.get(1)).hasMessageStartingWith("CARROT-0602");
        window.expire(LIMITS);
        failureOf(receipts.get(2)).hasMessageStartingWith("CARROT-0602");
        assertThat(left).hasValue(3);
    }

    @Test
    void headersTellTheReturnedMessageFromItsTwin() {
        OutgoingMessage routed = withHeaders(Map.of("tenant", "a", "n", 1, "raw", new byte[] {1}));
        OutgoingMessage dropped = withHeaders(Map.of("tenant", "b", "n", 1, "raw", new byte[] {1}));
        var first = window.add(1, routed);
        var second = window.add(2, dropped);
        window.returned(withHeaders(Map.of("tenant", "b", "n", 1L, "raw", new byte[] {1})), 312, "NO_ROUTE");
        window.confirmed(2, true);
        assertThat(first).isCompletedWithValueMatching(Receipt::confirmed);
        failureOf(second).isInstanceOf(UnroutableException.class);
    }

    private static OutgoingMessage withHeaders(Map<String, Object> headers) {
        Properties properties = Properties.builder()
                .headers(headers)
                .timestamp(Instant.ofEpochSecond(1_000_000_000, headers.get("n") instanceof Integer ? 5 : 0))
                .build();
        return new OutgoingMessage("x", "", true, properties, new byte[0]);
    }

    @Test
    void closureIsNotBlamedOnAMessageThatWasNotTheLast() {
        var receipts = given(1);
        window.told();
        window.closed(new Closure(false, false, 404, "NOT_FOUND - no exchange 'x'", null));
        failureOf(receipts.get(0))
                .isInstanceOfSatisfying(
                        PublishException.class,
                        e -> assertThat(e.mayHaveBeenDelivered()).isTrue());
    }

    @Test
    void closureIsNotBlamedOnAMessageToAnotherExchange() {
        var receipts = given(1);
        window.closed(new Closure(false, false, 404, "NOT_FOUND - no exchange 'other'", null));
        failureOf(receipts.get(0)).hasMessageStartingWith("CARROT-0604");
    }

    @Test
    void twoEqualMessagesTakeOneReturnEach() {
        var first = window.add(1, message("same"));
        var second = window.add(2, message("same"));
        window.returned(message("same"), 312, "NO_ROUTE");
        window.returned(message("same"), 312, "NO_ROUTE");
        window.confirmed(2, true);
        failureOf(first).isInstanceOf(UnroutableException.class);
        failureOf(second).isInstanceOf(UnroutableException.class);
    }

    @Test
    void whatIsTooOldIsNotConfirmed() {
        var receipts = given(2);
        window.expire(new PublishLimits(Duration.ZERO, 100));
        failureOf(receipts.get(0)).isInstanceOfSatisfying(PublishException.class, e -> {
            assertThat(e.code()).isEqualTo("CARROT-0603");
            assertThat(e.mayHaveBeenDelivered()).isTrue();
        });
        window.confirmed(2, true); // too late, and nobody waits
        assertThat(left).hasValue(2);
    }

    @Test
    void channelClosedOverItsOnlyMessageBlamesThatMessage() {
        var receipts = given(1);
        window.closed(new Closure(false, false, 404, "NOT_FOUND - no exchange 'x'", null));
        failureOf(receipts.get(0)).isInstanceOfSatisfying(PublishException.class, e -> {
            assertThat(e.code()).isEqualTo("CARROT-0607");
            assertThat(e.mayHaveBeenDelivered()).isFalse();
        });
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
        assertThat(left).hasValue(1);
    }
}
