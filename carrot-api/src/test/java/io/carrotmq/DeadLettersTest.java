package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.FakeBroker.FakeDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadLettersTest {
    private static final String DLQ = "feed.dlq";
    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant LAST = Instant.parse("2026-01-02T03:04:08.901Z");

    private final FakeBroker broker = new FakeBroker();
    private final DeadLetters letters = DeadLetters.in(broker, DLQ);

    private FakeDelivery given(Properties.Builder properties) {
        return broker.given(DLQ, properties.build(), "body".getBytes(UTF_8), 1);
    }

    private static Properties.Builder exhausted() {
        return Properties.builder()
                .header("tenant", "acme")
                .header("carrot-cake", "is the application's")
                .header(DeadLetter.REASON_HEADER, DeadLetter.ATTEMPTS_EXHAUSTED)
                .header(DeadLetter.EXCEPTION_HEADER, "java.io.IOException")
                .header(DeadLetter.MESSAGE_HEADER, "trouble")
                .header(DeadLetter.STACK_TRACE_HEADER, "at Feed.java")
                .header(DeadLetter.ATTEMPTS_HEADER, 3)
                .header(DeadLetter.FIRST_FAILURE_HEADER, FIRST.toString())
                .header(DeadLetter.LAST_FAILURE_HEADER, LAST.toString())
                .header(DeadLetter.QUEUE_HEADER, "feed")
                .header(DeadLetter.EXCHANGE_HEADER, "feeds")
                .header(DeadLetter.ROUTING_KEY_HEADER, "importer")
                .header(DeadLetter.EXPIRATION_HEADER, "60000")
                .header(DeadLetter.USER_HEADER, "guest")
                .header(DeadLetter.CC_HEADER, List.of("copy"));
    }

    private DeadLetter only() {
        return letters.browse(10).get(0);
    }

    @Test
    void whatCarrotWroteIsRead() {
        FakeDelivery delivery = given(exhausted());
        DeadLetter letter = only();
        assertThat(letter.reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
        assertThat(letter.exception()).isEqualTo("java.io.IOException");
        assertThat(letter.message()).isEqualTo("trouble");
        assertThat(letter.stackTrace()).isEqualTo("at Feed.java");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.firstFailure()).isEqualTo(FIRST);
        assertThat(letter.lastFailure()).isEqualTo(LAST);
        assertThat(letter.queue()).isEqualTo("feed");
        assertThat(letter.exchange()).isEqualTo("feeds");
        assertThat(letter.routingKey()).isEqualTo("importer");
        assertThat(letter.content()).isEqualTo("body".getBytes(UTF_8));
        assertThat(letter.properties()).isEqualTo(delivery.properties());
        assertThat(letter.toString()).contains("feed").doesNotContain("trouble", "body");
    }

    @Test
    void bytesTextAndNumbersOfAnySizeAreUnderstood() {
        given(Properties.builder()
                .header(DeadLetter.REASON_HEADER, "refused".getBytes(UTF_8))
                .header(DeadLetter.ATTEMPTS_HEADER, 4L)
                .header(DeadLetter.FIRST_FAILURE_HEADER, FIRST)
                .header(DeadLetter.LAST_FAILURE_HEADER, LAST.toString().getBytes(UTF_8)));
        DeadLetter letter = only();
        assertThat(letter.reason()).isEqualTo(DeadLetter.REFUSED);
        assertThat(letter.attempts()).isEqualTo(4);
        assertThat(letter.firstFailure()).isEqualTo(FIRST);
        assertThat(letter.lastFailure()).isEqualTo(LAST);

        Map<Object, Integer> counts = new LinkedHashMap<>();
        counts.put("17", 17);
        counts.put((short) 5, 5);
        counts.put(Long.MAX_VALUE, Integer.MAX_VALUE);
        counts.put(-1, 0);
        counts.put("12345678901", 0);
        counts.put("many", 0);
        counts.put(List.of(3), 0);
        counts.forEach((value, expected) -> {
            given(Properties.builder().header(DeadLetter.ATTEMPTS_HEADER, value));
            assertThat(only().attempts()).as("%s", value).isEqualTo(expected);
        });
    }

    @Test
    void whatIsAbsentOrOfTheWrongTypeIsUnknown() {
        Map<String, Object> wrong = new LinkedHashMap<>();
        for (Object odd : Arrays.asList(null, 1, true, List.of("x"), Map.of("a", "b"))) {
            exhausted().build().headers().keySet().stream()
                    .filter(name -> !name.equals(DeadLetter.ATTEMPTS_HEADER))
                    .forEach(name -> wrong.put(name, odd));
            wrong.put("x-death", odd);
            given(Properties.builder().headers(wrong));
            DeadLetter letter = only();
            assertThat(letter.reason()).as("%s", odd).isEqualTo("unknown");
            assertThat(Arrays.asList(
                            letter.exception(),
                            letter.message(),
                            letter.stackTrace(),
                            letter.firstFailure(),
                            letter.lastFailure(),
                            letter.queue()))
                    .as("%s", odd)
                    .containsOnlyNulls();
            assertThat(letter.attempts()).isZero();
            assertThat(letter.exchange()).as("as it came here").isEqualTo("feed");
            assertThat(letter.routingKey()).isEqualTo("key");
        }
        given(Properties.builder()
                .header(DeadLetter.FIRST_FAILURE_HEADER, "yesterday")
                .header(DeadLetter.REASON_HEADER, "")
                .header(DeadLetter.QUEUE_HEADER, "")
                .header("x-death", List.of("x", Map.of("reason", "rejected"), Map.of(1, 2))));
        DeadLetter letter = only();
        assertThat(letter.reason()).isEqualTo("unknown");
        assertThat(letter.firstFailure()).isNull();
        assertThat(letter.queue()).isNull();
    }

    private static Map<String, Object> death(String reason, String queue, Object count) {
        return Map.of(
                "reason",
                reason,
                "queue",
                queue,
                "exchange",
                "feeds",
                "routing-keys",
                List.of("importer", "copy"),
                "count",
                count,
                "time",
                FIRST);
    }

    @Test
    void whatTheBrokerMovedTellsItToo() {
        given(Properties.builder().header("x-death", List.of(death("rejected", "feed", 1L))));
        DeadLetter letter = only();
        assertThat(letter.reason()).isEqualTo("rejected");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.firstFailure()).isEqualTo(FIRST);
        assertThat(letter.lastFailure()).isEqualTo(FIRST);
        assertThat(letter.queue()).isEqualTo("feed");
        assertThat(letter.exchange()).isEqualTo("feeds");
        assertThat(letter.routingKey()).isEqualTo("importer");
        assertThat(letter.exception()).isNull();

        given(Properties.builder().header("x-death", List.of(death("expired", "feed", 1))));
        assertThat(only().reason()).isEqualTo("expired");
    }

    @Test
    void whereItWasConsumedCountsForMoreThanWhereItWaited() {
        given(Properties.builder()
                .header(
                        "x-death",
                        List.of(
                                death("expired", "feed.wait", 5L),
                                death("rejected", "feed", 2L),
                                death("rejected", "earlier", 1L))));
        DeadLetter letter = only();
        assertThat(letter.queue()).isEqualTo("feed");
        assertThat(letter.reason()).isEqualTo("rejected");
        assertThat(letter.attempts()).isEqualTo(2);
        assertThat(letter.firstFailure()).isEqualTo(FIRST);
        assertThat(letter.lastFailure()).as("the broker tells when first").isNull();

        given(Properties.builder()
                .header("x-death", List.of(death("maxlen", "second", 1L), death("expired", "first", 1L))));
        assertThat(only().queue()).isEqualTo("second");
        assertThat(letters.browse(1)).isEmpty();
    }

    @Test
    void whatCarrotWroteCountsForMoreThanWhatTheBrokerDid() {
        given(exhausted().header("x-death", List.of(death("expired", "feed.retry.1000", 2L))));
        DeadLetter letter = only();
        assertThat(letter.reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
        assertThat(letter.queue()).isEqualTo("feed");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.lastFailure()).isEqualTo(LAST);
    }

    /** It failed twice, waited in a delay queue each time, and was rejected in the end. */
    @Test
    void whatCarrotCountedBeforeTheBrokerMovedItCounts() {
        Instant moved = LAST.plusSeconds(5);
        Map<String, Object> rejected = new LinkedHashMap<>(death("rejected", "feed", 1L));
        rejected.put("time", moved);
        given(exhausted()
                .header(DeadLetter.REASON_HEADER, null)
                .header(DeadLetter.ATTEMPTS_HEADER, 2)
                .header("x-death", List.of(rejected, death("expired", "feed.retry.1000", 2L))));
        DeadLetter letter = only();
        assertThat(letter.reason()).isEqualTo("rejected");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.firstFailure()).isEqualTo(FIRST);
        assertThat(letter.lastFailure()).isEqualTo(moved);
        assertThat(letter.queue()).isEqualTo("feed");
    }

    @Test
    void browsingShowsTheFirstAndGivesThemBackInTheirOrder() {
        given(Properties.builder());
        given(Properties.builder());
        FakeDelivery third = given(Properties.builder());
        assertThat(letters.count()).isEqualTo(3);
        assertThat(letters.browse(2)).hasSize(2);
        assertThat(third.state()).as("not one more than was asked for").isEqualTo(Delivery.State.RECEIVED);
        assertThat(broker.calls)
                .containsExactly("fetch feed.dlq MANUAL", "fetch feed.dlq MANUAL", "requeue 1", "requeue 2");
        assertThat(broker.open).hasValue(0);
        for (int limit : new int[] {0, -1}) {
            assertThatThrownBy(() -> letters.browse(limit))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0771 [feed.dlq] ");
        }
    }

    @Test
    void missingQueueIsEmpty() {
        DeadLetters none = DeadLetters.in(broker, "missing");
        assertThat(none.count()).isZero();
        assertThat(none.browse(1)).isEmpty();
        assertThat(none.sendBack(letter -> true)).isZero();
        assertThat(none.discard(letter -> true)).isZero();
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void whatIsSentBackIsAsItWasBefore() {
        Properties before = Properties.builder()
                .contentType("text/plain")
                .contentEncoding("utf-8")
                .persistent(true)
                .priority(7)
                .correlationId("c")
                .replyTo("r")
                .messageId("m")
                .timestamp(FIRST)
                .type("t")
                .appId("a")
                .header("tenant", "acme")
                .header("carrot-cake", "is the application's")
                .build();
        Map<String, Object> headers = new LinkedHashMap<>(exhausted().build().headers());
        headers.put("x-death", List.of(death("expired", "feed.retry.1000", 2L)));
        headers.put("x-first-death-queue", "feed.retry.1000");
        headers.put("x-last-death-reason", "expired");
        headers.put("x-delivery-count", 2L);
        headers.put("x-acquired-count", 2L);
        headers.put("CC", List.of("copy"));
        headers.put("BCC", List.of("copy"));
        FakeDelivery delivery = given(before.toBuilder().headers(headers).userId("guest"));

        assertThat(letters.sendBack(letter -> letter.attempts() == 3)).isEqualTo(1);
        assertThat(delivery.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(broker.published).singleElement().satisfies(message -> {
            assertThat(message.exchange()).isEmpty();
            assertThat(message.routingKey()).isEqualTo("feed");
            assertThat(message.mandatory()).isTrue();
            assertThat(message.body()).isEqualTo("body".getBytes(UTF_8));
            assertThat(message.properties())
                    .isEqualTo(before.toBuilder()
                            .header(DeadLetter.ATTEMPTS_HEADER, 0)
                            .header(DeadLetter.EXCHANGE_HEADER, "feeds")
                            .header(DeadLetter.ROUTING_KEY_HEADER, "importer")
                            .build());
        });
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void whatCameByTheDefaultExchangeNeedsNothingToTellSo() {
        given(exhausted().header(DeadLetter.EXCHANGE_HEADER, "").header(DeadLetter.ROUTING_KEY_HEADER, "feed"));
        assertThat(letters.sendBack(letter -> true)).isEqualTo(1);
        assertThat(broker.published.get(0).properties().headers()).containsOnlyKeys("tenant", "carrot-cake");
    }

    @Test
    void onlyWhatIsPickedAndTellsItsQueueGoesBack() {
        FakeDelivery other = given(exhausted().header("tenant", "other"));
        FakeDelivery mine = given(exhausted());
        FakeDelivery stray = given(Properties.builder().header("tenant", "acme"));
        FakeDelivery moved = given(
                Properties.builder().header("tenant", "acme").header("x-death", List.of(death("rejected", "q", 1L))));
        long count = letters.sendBack(
                letter -> letter.properties().headers().get("tenant").equals("acme"));
        assertThat(count).isEqualTo(2);
        assertThat(broker.published).extracting(OutgoingMessage::routingKey).containsExactly("feed", "q");
        assertThat(List.of(mine.state(), moved.state())).containsOnly(Delivery.State.ACKED);
        assertThat(List.of(other.state(), stray.state())).containsOnly(Delivery.State.REQUEUED);
        assertThat(broker.calls).endsWith("requeue 1", "requeue 3");
    }

    @Test
    void whatCannotBeSentBackStaysWithThoseAfterIt() {
        FakeDelivery first = given(exhausted());
        FakeDelivery second = given(exhausted());
        FakeDelivery third = given(exhausted());
        broker.publishFailures.add(new UnroutableException("FAKE-11", "no route"));
        assertThatThrownBy(() -> letters.sendBack(letter -> true)).isInstanceOf(UnroutableException.class);
        assertThat(broker.published).isEmpty();
        assertThat(first.state()).isEqualTo(Delivery.State.REQUEUED);
        assertThat(List.of(second.state(), third.state())).as("not even taken").containsOnly(Delivery.State.RECEIVED);
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void transactionKeepsEverythingWhereItIs() {
        FakeDelivery delivery = given(exhausted());
        broker.transacted = true;
        assertThatThrownBy(() -> letters.sendBack(letter -> true))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0770 [feed.dlq] ");
        assertThat(delivery.state()).isEqualTo(Delivery.State.RECEIVED);
        assertThat(broker.calls).isEmpty();
        assertThat(letters.discard(letter -> true))
                .as("that needs no publishing")
                .isEqualTo(1);
    }

    @Test
    void discardRemovesWhatIsPicked() {
        FakeDelivery old = given(exhausted());
        FakeDelivery stray = given(Properties.builder());
        assertThat(letters.discard(letter ->
                        letter.lastFailure() != null && letter.lastFailure().isBefore(LAST.plus(Duration.ofDays(1)))))
                .isEqualTo(1);
        assertThat(old.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(stray.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    @Test
    void filterThatThrowsTakesNothing() {
        FakeDelivery delivery = given(exhausted());
        for (boolean discard : new boolean[] {true, false}) {
            java.util.function.Predicate<DeadLetter> broken = letter -> {
                throw new IllegalStateException("filter");
            };
            assertThatThrownBy(() -> {
                        if (discard) {
                            letters.discard(broken);
                        } else {
                            letters.sendBack(broken);
                        }
                    })
                    .hasMessage("filter");
            assertThat(delivery.state()).isEqualTo(Delivery.State.REQUEUED);
            delivery = given(exhausted());
        }
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void brokerThatDoesNotCountIsLookedThroughAllTheSame() {
        broker.capabilities = java.util.Set.of();
        FakeDelivery other = given(exhausted().header("tenant", "other"));
        FakeDelivery first = given(exhausted());
        FakeDelivery second = given(exhausted());
        assertThatThrownBy(letters::count)
                .isInstanceOfSatisfying(
                        UnsupportedException.class,
                        e -> assertThat(e.capability()).isEqualTo(Capability.LOOKUP));
        assertThat(letters.browse(1)).hasSize(1);
        assertThat(other.state()).isEqualTo(Delivery.State.REQUEUED);
        assertThat(List.of(first.state(), second.state())).as("not even taken").containsOnly(Delivery.State.RECEIVED);

        FakeDelivery third = given(exhausted().header("tenant", "other"));
        assertThat(letters.sendBack(
                        letter -> letter.properties().headers().get("tenant").equals("acme")))
                .isEqualTo(2);
        assertThat(broker.published).hasSize(2);
        assertThat(List.of(first.state(), second.state())).containsOnly(Delivery.State.ACKED);
        assertThat(third.state()).isEqualTo(Delivery.State.REQUEUED);
        assertThat(letters.discard(letter -> true)).isZero();
    }

    @Test
    void missingQueueIsEmptyAlsoWhereNobodyCounts() {
        broker.capabilities = java.util.Set.of();
        DeadLetters none = DeadLetters.in(broker, "missing");
        assertThat(none.browse(1)).isEmpty();
        assertThat(none.discard(letter -> true)).isZero();
        assertThat(none.sendBack(letter -> true)).isZero();
    }

    @Test
    void whatIsSentBackAndFailsAgainIsNotLookedAtTwice() {
        broker.capabilities = java.util.Set.of();
        given(exhausted());
        given(exhausted());
        assertThat(letters.discard(letter -> {
                    given(exhausted()); // comes while the others are looked at
                    return true;
                }))
                .isEqualTo(2);
    }
}
