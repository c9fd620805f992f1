package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a queue does with messages: order, bounds, time to live, confirms. */
abstract class QueueBehaviour extends Behaviour {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Publishes to a queue and waits until all is confirmed. */
    private void fill(String queue, String... bodies) throws Exception {
        Recorder publisher = client().open().confirming();
        for (String body : bodies) {
            publisher.publish("", queue, body);
        }
        Await.until("the last confirm", SOON, () -> publisher.told().startsWith("confirmed " + bodies.length));
        publisher.channel().close();
    }

    private List<String> all(String queue) {
        return java.util.stream.Stream.generate(() -> channel().get(queue))
                .takeWhile(java.util.Objects::nonNull)
                .toList();
    }

    @Test
    void everyPropertyArrivesAsPreciselyAsTheWire() throws Exception {
        String queue = declared("q");
        Instant now = Instant.now();
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("text", "ä€");
        headers.put("int", 1);
        headers.put("long", 2L);
        headers.put("short", (short) 3);
        headers.put("byte", (byte) 4);
        headers.put("double", 1.5);
        headers.put("float", 2.5f);
        headers.put("bool", true);
        headers.put("decimal", new BigDecimal("12.34"));
        headers.put("time", now);
        headers.put("nothing", null);
        headers.put("list", Arrays.asList("a", 1, null, List.of(now)));
        headers.put("map", Map.of("in", Map.of("er", now)));
        Properties sent = new Properties(
                "text/plain",
                "utf-8",
                headers,
                true,
                9,
                "corr",
                "reply",
                Duration.ofSeconds(60).plusNanos(1_500_000),
                "id",
                now,
                "type",
                "guest",
                "app");
        byte[] bytes = {1, 2};
        channel()
                .publish(
                        "",
                        queue,
                        "body",
                        sent.toBuilder().header("bytes", bytes).build());
        IncomingMessage got = channel().take(queue).orElseThrow();
        Instant seconds = now.truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> received = new LinkedHashMap<>(got.properties().headers());
        assertThat((byte[]) received.remove("bytes")).isEqualTo(bytes);
        headers.put("time", seconds);
        headers.put("list", Arrays.asList("a", 1, null, List.of(seconds)));
        headers.put("map", Map.of("in", Map.of("er", seconds)));
        assertThat(received).isEqualTo(headers);
        assertThat(got.properties().toBuilder().headers(Map.of()).build())
                .isEqualTo(sent.toBuilder()
                        .headers(Map.of())
                        .timestamp(seconds)
                        .expiration(Duration.ofMillis(60_001))
                        .build());
        assertThat(got.body()).asString().isEqualTo("body");
        assertThat(got.exchange()).isEmpty();
        assertThat(got.routingKey()).isEqualTo(queue);
        assertThat(got.redelivered()).isFalse();
    }

    @Test
    void whatDoesNotFitTheWireIsRefusedHere() {
        Properties odd = Properties.builder().header("odd", new Object()).build();
        assertThatThrownBy(() -> channel().publish("", "q", "m", odd)).isInstanceOf(IllegalArgumentException.class);
        Properties tooLong = Properties.builder().type("x".repeat(256)).build();
        assertThatThrownBy(() -> client().open().publish("", "q", "m", tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(TransportException.class);
    }

    @Test
    void mandatoryMessageThatNoQueueTakesComesBackBeforeItsConfirm() throws Exception {
        channel().confirming();
        assertThat(channel().channel().nextSequence()).isEqualTo(1);
        channel().publish("", name("none"), "m");
        assertThat(channel().channel().nextSequence()).isEqualTo(2);
        assertThat(channel().told()).isEqualTo("returned m 312 NO_ROUTE");
        assertThat(channel().told()).isEqualTo("confirmed 1");
    }

    @Test
    void purgeCountsWhatItRemoves() throws Exception {
        String queue = declared("q");
        fill(queue, "a", "b", "c");
        assertThat(channel().channel().verifyQueue(queue)).isEqualTo(3);
        assertThat(channel().channel().purge(queue)).isEqualTo(3);
        assertThat(channel().channel().verifyQueue(queue)).isZero();
    }

    @Test
    void theOldestIsDroppedBeyondTheLength() throws Exception {
        String queue = channel().queue(queue("q").maxLength(2));
        fill(queue, "a", "b", "c", "d");
        assertThat(all(queue)).containsExactly("c", "d");
    }

    @Test
    void theOldestAreDroppedBeyondTheBytes() throws Exception {
        String queue = channel().queue(queue("q").maxLengthBytes(10));
        fill(queue, "aaaa", "bbbb", "cc", "dddddd");
        assertThat(all(queue)).containsExactly("cc", "dddddd");
    }

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"REJECT_PUBLISH", "REJECT_PUBLISH_DLX"})
    void theNewIsRefusedAtTheLength(Overflow rule) throws Exception {
        String dead = declared("dead");
        String queue = channel().queue(queue("q").maxLength(1).overflow(rule).deadLetterTo("", dead));
        fill(queue, "a");
        Recorder publisher = client().open().confirming();
        publisher.publish("", queue, "b");
        assertThat(publisher.told()).startsWith("refused 1");
        assertThat(all(queue)).containsExactly("a");
        if (rule == Overflow.REJECT_PUBLISH_DLX) {
            assertThat(Await.value("the dead letter", SOON, () -> channel().get(dead), body -> body != null))
                    .startsWith("b");
        } else {
            assertThat(channel().get(dead)).isNull();
        }
    }

    @Test
    void oneRefusingQueueOfTwoRefusesTheMessage() throws Exception {
        String full = channel().queue(queue("q").maxLength(0).overflow(Overflow.REJECT_PUBLISH));
        String other = declared("other");
        channel()
                .confirming()
                .publish(
                        "",
                        full,
                        "m",
                        Properties.builder().header("CC", List.of(other)).build());
        assertThat(channel().told()).startsWith("refused 1");
        assertThat(channel().get(other)).isEqualTo("m");
    }

    @Test
    void highPriorityGoesFirstAndFirstInFirstOutWithin() throws Exception {
        String queue = channel().queue(queue("q").maxPriority(5));
        Recorder publisher = client().open().confirming();
        int[] priorities = {0, 5, 3, 9, 3};
        for (int i = 0; i < priorities.length; i++) {
            publisher.publish("", queue, i + "p" + priorities[i], priority(priorities[i]));
        }
        publisher.publish("", queue, "5none");
        Await.until("the last confirm", SOON, () -> publisher.told().startsWith("confirmed 6"));
        assertThat(all(queue)).containsExactly("1p5", "3p9", "2p3", "4p3", "0p0", "5none");
    }

    private static Properties priority(int value) {
        return Properties.builder().priority(value).build();
    }

    @Test
    void withoutPrioritiesThePropertyIsIgnored() throws Exception {
        String queue = declared("q");
        channel().confirming().publish("", queue, "low", priority(0));
        channel().publish("", queue, "high", priority(9));
        Await.until("the last confirm", SOON, () -> channel().told().startsWith("confirmed 2"));
        assertThat(all(queue)).containsExactly("low", "high");
    }

    @Test
    void messagesExpireByTheShorterTime() throws Exception {
        String dead = declared("dead");
        String queue = channel().queue(queue("q").ttl(Duration.ofMillis(100)).deadLetterTo("", dead));
        channel().publish("", queue, "a", expiration(Duration.ofHours(1)));
        assertThat(Await.value("the dead letter", SOON, () -> channel().get(dead), body -> body != null))
                .startsWith("a");
        String longer = channel().queue(queue("longer").ttl(Duration.ofHours(1)).deadLetterTo("", dead));
        channel().publish("", longer, "b", expiration(Duration.ofMillis(100)));
        assertThat(Await.value("the dead letter", SOON, () -> channel().get(dead), body -> body != null))
                .startsWith("b");
        assertThat(channel().channel().verifyQueue(queue)).isZero();
    }

    private static Properties expiration(Duration time) {
        return Properties.builder().expiration(time).build();
    }

    @Test
    void messageExpiresWhenItIsAtTheHead() throws Exception {
        String queue = declared("q");
        channel().confirming().publish("", queue, "stays");
        channel().publish("", queue, "expires", expiration(Duration.ZERO));
        Await.until("the last confirm", SOON, () -> channel().told().startsWith("confirmed 2"));
        assertThat(channel().channel().verifyQueue(queue)).isEqualTo(2);
        assertThat(all(queue)).containsExactly("stays");
    }

    @Test
    void noTimeToLiveIsEnoughForAWaitingConsumer() throws Exception {
        String queue = channel().queue(queue("q").ttl(Duration.ZERO));
        channel().consume(queue, 1);
        Recorder publisher = client().open();
        publisher.publish("", queue, "a");
        assertThat(channel().bodies(1)).containsExactly("a");
        publisher.confirming().publish("", queue, "b");
        assertThat(publisher.told()).startsWith("confirmed");
        channel().channel().ack(1, false);
        assertThat(channel().channel().verifyQueue(queue)).isZero();
        assertThat(channel().hasDelivery()).isFalse();
    }

    @Test
    void unusedQueueIsDeletedAfterAWhileButNotWhileConsumed() throws Exception {
        // To ask for the queue itself would be to use it.
        ExchangeDeclaration witness =
                ExchangeDeclaration.fanout(name("witness")).durable(false).autoDelete(true);
        channel().channel().declare(witness);
        String consumed = channel().queue(queue("consumed").expires(Duration.ofMillis(200)));
        channel().consume(consumed, 1);
        String unused = channel().queue(queue("unused").expires(Duration.ofMillis(200)));
        channel().channel().bind(Binding.queue(witness.name(), unused, ""));
        Await.until("the queue and its exchange to be gone", SOON, () -> {
            Recorder asking = client().open();
            try {
                asking.channel().verifyExchange(witness.name());
                asking.channel().close();
                return false;
            } catch (TransportException gone) {
                return gone.closure().replyCode() == 404;
            }
        });
        assertThat(exists(unused)).isFalse();
        assertThat(exists(consumed)).isTrue();
    }

    @Test
    void exclusiveQueueGoesWithItsConnectionAndAutoDeleteWithItsLastConsumer() throws Exception {
        try (Client other = Client.of(uri())) {
            other.open()
                    .channel()
                    .declare(QueueDeclaration.exclusive(name("theirs")).autoDelete(false));
        }
        assertThat(exists(name("theirs"))).isFalse();
        String queue = channel().queue(queue("q").autoDelete(true));
        assertThat(exists(queue)).isTrue();
        channel().channel().consume(queue, "one", SubscribeOptions.DEFAULT);
        channel().channel().consume(queue, "two", SubscribeOptions.DEFAULT);
        channel().channel().cancel("one");
        assertThat(exists(queue)).isTrue();
        channel().channel().cancel("two");
        assertThat(exists(queue)).isFalse();
    }

    private boolean exists(String queue) {
        try {
            client().open().channel().verifyQueue(queue);
            return true;
        } catch (TransportException gone) {
            assertThat(gone.closure().replyCode()).isEqualTo(404);
            return false;
        }
    }
}
