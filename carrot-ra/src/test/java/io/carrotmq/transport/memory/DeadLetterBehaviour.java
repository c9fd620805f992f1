package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Properties;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of messages that a queue gives up. */
abstract class DeadLetterBehaviour extends Behaviour {
    private IncomingMessage awaited(String queue) {
        return Await.value("a message", Duration.ofSeconds(30), () -> channel().take(queue), Optional::isPresent)
                .orElseThrow();
    }

    private static Map<String, Object> death(
            long count, String reason, String queue, String exchange, List<String> keys) {
        return new LinkedHashMap<>(
                Map.of("count", count, "reason", reason, "queue", queue, "exchange", exchange, "routing-keys", keys));
    }

    /** The headers, with every time of death taken out and looked at. */
    private static Map<String, Object> timeless(IncomingMessage message) {
        Map<String, Object> headers = new LinkedHashMap<>(message.properties().headers());
        headers.computeIfPresent(
                "x-death",
                (name, deaths) -> ((List<?>) deaths)
                        .stream()
                                .map(death -> {
                                    Map<Object, Object> table = new LinkedHashMap<>((Map<?, ?>) death);
                                    assertThat((Instant) table.remove("time"))
                                            .isBetween(
                                                    Instant.now().minusSeconds(120),
                                                    Instant.now().plusSeconds(120));
                                    return table;
                                })
                                .toList());
        return headers;
    }

    @Test
    void rejectedMessageTellsItsStory() throws Exception {
        ExchangeDeclaration dlx =
                ExchangeDeclaration.direct(name("dlx")).durable(false).autoDelete(true);
        channel().channel().declare(dlx);
        String queue = channel().queue(queue("q").deadLetterTo(dlx.name()));
        String dead = declared("dead");
        channel().channel().bind(Binding.queue(dlx.name(), dead, queue));
        channel()
                .publish(
                        "",
                        queue,
                        "m",
                        Properties.builder()
                                .header("mine", 1)
                                .expiration(Duration.ofHours(1))
                                .build());
        channel().channel().nack(fetched(queue), false);
        IncomingMessage letter = awaited(dead);
        assertThat(letter.exchange()).isEqualTo(dlx.name());
        assertThat(letter.routingKey()).isEqualTo(queue);
        assertThat(letter.properties().expiration()).isNull();
        Map<String, Object> death = death(1, "rejected", queue, "", List.of(queue));
        death.put("original-expiration", "3600000");
        assertThat(timeless(letter))
                .isEqualTo(Map.of(
                        "mine",
                        1,
                        "x-death",
                        List.of(death),
                        "x-first-death-exchange",
                        "",
                        "x-first-death-queue",
                        queue,
                        "x-first-death-reason",
                        "rejected",
                        "x-last-death-exchange",
                        "",
                        "x-last-death-queue",
                        queue,
                        "x-last-death-reason",
                        "rejected"));
    }

    private long fetched(String queue) {
        return Await.value(
                        "a message",
                        Duration.ofSeconds(30),
                        () -> channel().channel().get(queue, false),
                        Optional::isPresent)
                .orElseThrow()
                .deliveryTag();
    }

    @Test
    void deathsOfOneKindAreCountedAndTheLatestComesFirst() throws Exception {
        String queue = name("q");
        String wait = name("wait");
        channel().queue(queue("q").deadLetterTo("", wait));
        channel().queue(queue("wait").ttl(Duration.ofMillis(20)).deadLetterTo("", queue));
        channel()
                .publish(
                        "",
                        queue,
                        "m",
                        Properties.builder().header("CC", List.of("no-queue")).build());
        channel().channel().nack(fetched(queue), false);
        channel().channel().nack(fetched(queue), false);
        IncomingMessage letter = awaited(queue);
        assertThat(timeless(letter))
                .isEqualTo(Map.of(
                        "CC",
                        List.of("no-queue"),
                        "x-death",
                        List.of(
                                death(2, "expired", wait, "", List.of(wait)),
                                death(2, "rejected", queue, "", List.of(queue, "no-queue"))),
                        "x-first-death-exchange",
                        "",
                        "x-first-death-queue",
                        queue,
                        "x-first-death-reason",
                        "rejected",
                        "x-last-death-exchange",
                        "",
                        "x-last-death-queue",
                        wait,
                        "x-last-death-reason",
                        "expired"));
    }

    @Test
    void messageThatGoesRoundByItselfIsDropped() throws Exception {
        String first = name("first");
        String second = name("second");
        String witness = declared("witness");
        String copies = name("copies");
        channel()
                .channel()
                .declare(ExchangeDeclaration.fanout(copies).durable(false).autoDelete(true));
        channel().queue(queue("first").ttl(Duration.ofMillis(20)).deadLetterTo("", second));
        channel().queue(queue("second").ttl(Duration.ofMillis(20)).deadLetterTo(copies));
        channel().channel().bind(Binding.queue(copies, first, ""));
        channel().channel().bind(Binding.queue(copies, witness, ""));
        channel().publish("", first, "m");
        assertThat(timeless(awaited(witness)))
                .containsEntry(
                        "x-death",
                        List.of(
                                death(1, "expired", second, "", List.of(second)),
                                death(1, "expired", first, "", List.of(first))));
        assertThat(channel().channel().verifyQueue(first)).isZero();
        assertThat(channel().channel().verifyQueue(second)).isZero();
        assertThat(channel().get(witness)).isNull();
    }

    @Test
    void theOldestBeyondTheLengthIsADeadLetter() throws Exception {
        String dead = declared("dead");
        String queue = channel().queue(queue("q").maxLength(1).deadLetterTo("", dead));
        channel().publish("", queue, "a");
        channel().publish("", queue, "b");
        IncomingMessage letter = awaited(dead);
        assertThat(Recorder.text(letter)).startsWith("a");
        assertThat(timeless(letter)).containsEntry("x-death", List.of(death(1, "maxlen", queue, "", List.of(queue))));
    }

    @Test
    void withoutADeadLetterExchangeItIsDropped() throws Exception {
        String plain = declared("plain");
        String nowhere = channel().queue(queue("nowhere").deadLetterTo(name("no-exchange")));
        channel().publish("", plain, "a");
        channel().publish("", nowhere, "b");
        channel().channel().nack(fetched(plain), false);
        channel().channel().nack(fetched(nowhere), false);
        assertThat(channel().get(plain)).isNull();
        assertThat(channel().get(nowhere)).isNull();
        assertThat(channel().channel().isOpen()).isTrue();
    }

    @Test
    void aKeyOfItsOwnIsTheOnlyOneUsed() throws Exception {
        String dead = declared("dead");
        String other = declared("other");
        String queue = channel().queue(queue("q").deadLetterTo("", dead));
        channel()
                .publish(
                        "",
                        queue,
                        "m",
                        Properties.builder().header("CC", List.of(other)).build());
        assertThat(awaited(other)).isNotNull();
        channel().channel().nack(fetched(queue), false);
        IncomingMessage letter = awaited(dead);
        assertThat(letter.properties().headers()).containsEntry("CC", List.of(other));
        assertThat(letter.redelivered()).isFalse();
        assertThat(channel().get(other)).isNull();
    }
}
