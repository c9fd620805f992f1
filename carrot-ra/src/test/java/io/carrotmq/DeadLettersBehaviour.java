package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How messages fail, end as dead letters, and come back, from the handler's exception to the way back; on the broker in
 * memory and on RabbitMQ.
 */
@Timeout(120)
abstract class DeadLettersBehaviour {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Redelivery QUICK = Redelivery.DEFAULT
            .delays(Duration.ofMillis(20), 1, Duration.ofMillis(20))
            .maxAttempts(2);
    private static final Decoder<String> TEXT =
            Codecs.of(DeadLettersBehaviour.class.getClassLoader()).decoder(String.class, "text/plain");

    /** Handles messages as it is told to. */
    private static final class Desk implements MessageHandler<String> {
        final List<Delivery<? extends String>> seen = new CopyOnWriteArrayList<>();
        volatile boolean broken = true;

        @Override
        public void onMessage(Delivery<? extends String> delivery) {
            seen.add(delivery);
            if (broken && delivery.body().startsWith("bad")) {
                throw new IllegalStateException("trouble with it");
            }
            delivery.ack();
        }

        List<String> handled() {
            return seen.stream()
                    .filter(delivery -> delivery.state() == Delivery.State.ACKED)
                    .<String>map(Delivery::body)
                    .toList();
        }
    }

    private final Set<String> queues = new LinkedHashSet<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Desk desk = new Desk();
    private ConnectionFactory connections;
    private Connection connection;
    private String feeds;
    private String feed;
    private String dlq;
    private DeadLetters letters;

    abstract String uri();

    @BeforeEach
    void declare() {
        connections = ConnectionFactory.open(uri());
        connection = connections.connect();
        feeds = "feeds-" + UUID.randomUUID();
        feed = queue(QueueDeclaration.of("feed-" + feeds));
        dlq = named(feed + ".dlq");
        letters = DeadLetters.in(connections, dlq);
        connection.declare(Topology.builder()
                .exchange(ExchangeDeclaration.topic(feeds))
                .queue(QueueDeclaration.of(feed))
                .bind(feeds, feed, "importer.#")
                .build());
    }

    private String named(String queue) {
        queues.add(queue);
        return queue;
    }

    private String queue(QueueDeclaration declaration) {
        connection.declare(Topology.builder().queue(declaration).build());
        return named(declaration.name());
    }

    @AfterEach
    void clean() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        queues.forEach(connection::deleteQueue);
        connection.deleteExchange(feeds);
        connection.close();
        connections.close();
    }

    private static Properties.Builder text() {
        return Properties.builder().contentType("text/plain").persistent(true);
    }

    private void send(String body) {
        send(text(), body.getBytes(UTF_8));
    }

    private void send(Properties.Builder properties, byte[] body) {
        connection.publish(new OutgoingMessage(feeds, "importer.eu", true, properties.build(), body));
    }

    private void sendMalformed() {
        send(text(), new byte[] {(byte) 0xC3});
    }

    private Consumer<String> consumer(SubscribeOptions options) {
        Consumer<String> consumer = Consumer.of(connections, feed, TEXT, options);
        open.add(consumer);
        return consumer;
    }

    private Consumer<String> consumer(Redelivery policy) {
        return consumer(SubscribeOptions.DEFAULT.redelivery(policy));
    }

    /** Has the desk handle messages until the test ends. */
    private void open(Consumer<String> consumer) {
        consumer.onMessage(desk);
        threads.submit(() -> consumer.consume());
    }

    private void awaitHandled(String... bodies) {
        Await.value("messages handled", BOUND, desk::handled, handled -> handled.size() >= bodies.length);
        assertThat(desk.handled()).containsExactly(bodies);
    }

    private void awaitCount(String queue, long count) {
        Await.value(
                "messages in " + queue,
                BOUND,
                () -> connection.messageCount(queue),
                found -> found.equals(OptionalLong.of(count)));
    }

    private DeadLetter awaitLetter() {
        awaitCount(dlq, 1);
        List<DeadLetter> found = letters.browse(10);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private Delivery<byte[]> fetched(String queue) {
        return Await.value("a message", BOUND, () -> connection.fetch(queue), Optional::isPresent)
                .orElseThrow();
    }

    /** Without what a quorum queue says of its deliveries. */
    private static Map<String, Object> headers(Delivery<?> delivery) {
        Map<String, Object> headers = new HashMap<>(delivery.properties().headers());
        headers.keySet().removeAll(List.of("x-delivery-count", "x-acquired-count"));
        return headers;
    }

    @Test
    void failingMessageBecomesALetterThatIsSentBackAndHandled() {
        Instant start = Instant.now();
        open(consumer(QUICK));
        send(text().header("tenant", "acme").priority(0).messageId("m-1"), "bad".getBytes(UTF_8));
        send("good");
        DeadLetter letter = awaitLetter();
        awaitHandled("good");
        assertThat(letter.reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
        assertThat(letter.exception()).isEqualTo("java.lang.IllegalStateException");
        assertThat(letter.message()).isEqualTo("trouble with it");
        assertThat(letter.stackTrace()).as("nobody asked for it").isNull();
        assertThat(letter.attempts()).isEqualTo(2);
        assertThat(letter.firstFailure()).isBetween(start.minusMillis(1), letter.lastFailure());
        assertThat(letter.lastFailure()).isBetween(start.minusMillis(1), Instant.now());
        assertThat(letter.queue()).isEqualTo(feed);
        assertThat(letter.exchange()).isEqualTo(feeds);
        assertThat(letter.routingKey()).isEqualTo("importer.eu");
        assertThat(letter.content()).isEqualTo("bad".getBytes(UTF_8));

        desk.broken = false;
        assertThat(letters.sendBack(each -> each.attempts() == 3)).isZero();
        assertThat(letters.sendBack(each -> each.attempts() == 2)).isEqualTo(1);
        awaitHandled("good", "bad");
        Delivery<?> back = desk.seen.get(desk.seen.size() - 1);
        assertThat(back.envelope().attempt()).as("counted anew").isEqualTo(1);
        assertThat(back.envelope().exchange())
                .as("where it was published first")
                .isEqualTo(feeds);
        assertThat(back.envelope().routingKey()).isEqualTo("importer.eu");
        assertThat(back.properties().headers()).containsEntry("tenant", "acme");
        assertThat(back.properties().messageId()).isEqualTo("m-1");
        assertThat(headers(back))
                .containsOnlyKeys(
                        "tenant",
                        DeadLetter.ATTEMPTS_HEADER,
                        DeadLetter.EXCHANGE_HEADER,
                        DeadLetter.ROUTING_KEY_HEADER);
        awaitCount(dlq, 0);
    }

    @Test
    void letterThatFailedByWayOfADelayQueueIsNoOther() {
        Duration delay = Duration.ofMillis(300);
        named(feed + ".retry.300");
        open(consumer(QUICK.delays(delay, 1, delay).mode(Redelivery.Mode.DELAY_QUEUE)));
        send("bad");
        DeadLetter letter = awaitLetter();
        assertThat(letter.reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
        assertThat(letter.attempts()).isEqualTo(2);
        assertThat(letter.firstFailure()).isBefore(letter.lastFailure());
        assertThat(letter.queue()).isEqualTo(feed);
        assertThat(letter.exchange()).isEqualTo(feeds);
        assertThat(letter.routingKey()).isEqualTo("importer.eu");
        assertThat(desk.seen)
                .extracting(delivery -> delivery.envelope().attempt())
                .containsExactly(1, 2);
        desk.broken = false;
        assertThat(letters.sendBack(each -> true)).isEqualTo(1);
        awaitHandled("bad");
    }

    @Test
    void errorsOfASubscriberAreFailures() {
        Consumer<String> consumer = consumer(QUICK.maxAttempts(1));
        send("bad");
        consumer.flow().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Delivery<String> delivery) {
                desk.onMessage(delivery);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        assertThat(awaitLetter().message()).isEqualTo("trouble with it");
        awaitCount(feed, 0);
    }

    @Test
    void undecodableMessageIsALetterAtOnceAndTheNextIsHandled() {
        open(consumer(QUICK));
        sendMalformed();
        send("good");
        awaitHandled("good");
        DeadLetter letter = awaitLetter();
        assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
        assertThat(letter.exception()).isEqualTo(CodecException.class.getName());
        assertThat(letter.message()).contains("CARROT-0754");
        assertThat(letter.queue()).isEqualTo(feed);
        assertThat(letter.content()).containsExactly((byte) 0xC3);
        send("better");
        awaitHandled("good", "better");
    }

    @Test
    void undecodableMessageIsALetterHoweverItIsAcknowledged() throws Exception {
        long expected = 0;
        for (Acknowledgement mode : Acknowledgement.values()) {
            sendMalformed();
            try (Consumer<String> receiving = consumer(SubscribeOptions.DEFAULT.acknowledgement(mode))) {
                assertThatThrownBy(() -> receiving.receive(BOUND))
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0753 ");
                awaitCount(dlq, ++expected);
            }
            sendMalformed();
            Consumer<String> fetching = consumer(SubscribeOptions.DEFAULT.acknowledgement(mode));
            assertThatThrownBy(fetching::fetch)
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0753 ");
            awaitCount(dlq, ++expected);
        }
        assertThat(letters.browse(10)).hasSize((int) expected).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
            assertThat(letter.queue()).isEqualTo(feed);
        });
        awaitCount(feed, 0);
    }

    @Test
    void hookDecides() {
        List<CodecException> told = new CopyOnWriteArrayList<>();
        open(consumer(QUICK).onDecodeError((delivery, why) -> {
            told.add(why);
            delivery.ack();
        }));
        sendMalformed();
        send("good");
        awaitHandled("good");
        assertThat(told).hasSize(1);
        awaitCount(feed, 0);
        assertThat(letters.count()).isZero();
    }

    @Test
    void hookThatThrowsLosesNothing() {
        open(consumer(QUICK).onDecodeError((delivery, why) -> {
            throw new IllegalStateException("hook");
        }));
        sendMalformed();
        send("good");
        awaitHandled("good");
        assertThat(awaitLetter().reason()).isEqualTo(DeadLetter.UNDECODABLE);
    }

    @Test
    void setDoesAsAConsumerDoes() {
        ConsumerSet set = ConsumerSet.of(connections).add(feed, TEXT, SubscribeOptions.DEFAULT.redelivery(QUICK), desk);
        open.add(set);
        threads.submit(() -> set.consume());
        sendMalformed();
        send("bad");
        send("good");
        awaitHandled("good");
        awaitCount(dlq, 2);
        assertThat(letters.browse(10))
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder(DeadLetter.UNDECODABLE, DeadLetter.ATTEMPTS_EXHAUSTED);
    }

    @Test
    void letterTheBrokerMovedIsReadAndSentBack() {
        String source = "source-" + feeds;
        String dead = queue(QueueDeclaration.of("dead-" + feeds));
        queue(QueueDeclaration.of(source).deadLetterTo("", dead));
        connection.declare(Topology.builder()
                .queue(QueueDeclaration.of(source).deadLetterTo("", dead))
                .bind(feeds, source, "cast.#")
                .build());
        connection.publish(new OutgoingMessage(
                feeds, "cast.eu", true, text().header("tenant", "acme").build(), "bad".getBytes(UTF_8)));
        DeadLetters moved = DeadLetters.in(connections, dead);
        for (int rejections = 1; rejections <= 2; rejections++) {
            fetched(source).reject();
            awaitCount(dead, 1);
            DeadLetter letter = moved.browse(5).get(0);
            assertThat(letter.reason()).isEqualTo("rejected");
            assertThat(letter.queue()).isEqualTo(source);
            assertThat(letter.attempts()).as("in round %s", rejections).isEqualTo(1);
            assertThat(letter.lastFailure())
                    .isEqualTo(letter.firstFailure())
                    .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
            assertThat(letter.exception()).isNull();
            assertThat(letter.exchange()).isEqualTo(feeds);
            assertThat(letter.routingKey()).isEqualTo("cast.eu");
            assertThat(moved.sendBack(each -> each.queue().equals(source))).isEqualTo(1);
        }
        Delivery<byte[]> back = fetched(source);
        assertThat(back.envelope().exchange()).isEqualTo(feeds);
        assertThat(back.envelope().routingKey()).isEqualTo("cast.eu");
        assertThat(back.envelope().attempt()).isEqualTo(1);
        assertThat(headers(back))
                .isEqualTo(Map.of(
                        "tenant",
                        "acme",
                        DeadLetter.ATTEMPTS_HEADER,
                        0,
                        DeadLetter.EXCHANGE_HEADER,
                        feeds,
                        DeadLetter.ROUTING_KEY_HEADER,
                        "cast.eu"));
        back.ack();
        assertThat(moved.count()).isZero();
    }

    @Test
    void letterThatExpiredIsReadAndDiscarded() {
        String dead = queue(QueueDeclaration.of("dead-" + feeds));
        String brief = queue(
                QueueDeclaration.of("brief-" + feeds).ttl(Duration.ofMillis(20)).deadLetterTo("", dead));
        connection.publish(new OutgoingMessage("", brief, true, text().build(), "late".getBytes(UTF_8)));
        awaitCount(dead, 1);
        DeadLetters moved = DeadLetters.in(connections, dead);
        DeadLetter letter = moved.browse(1).get(0);
        assertThat(letter.reason()).isEqualTo("expired");
        assertThat(letter.queue()).isEqualTo(brief);
        assertThat(letter.attempts()).isZero();
        assertThat(moved.discard(each -> each.reason().equals("maxlen"))).isZero();
        assertThat(moved.discard(each -> each.reason().equals("expired"))).isEqualTo(1);
        awaitCount(dead, 0);
    }

    /** A broker may give up on what was given back often. */
    @Test
    void lookingOftenLosesNothing() {
        open(consumer(QUICK));
        send("bad");
        awaitLetter();
        for (int i = 0; i < 25; i++) {
            int round = i;
            Await.until(
                    "the letter in round " + i, BOUND, () -> letters.browse(2).size() == 1);
            assertThat(letters.sendBack(letter -> round < 0)).isZero();
        }
        assertThat(awaitLetter().attempts()).isEqualTo(2);
    }

    @Test
    void onlyWhatIsPickedGoesBack() {
        Consumer<String> consumer = consumer(QUICK.maxAttempts(1));
        open(consumer);
        for (String body : List.of("bad 1", "bad 2", "bad 3")) {
            send(body);
        }
        awaitCount(dlq, 3);
        desk.broken = false;
        assertThat(letters.sendBack(letter -> new String(letter.content(), UTF_8).equals("bad 2")))
                .isEqualTo(1);
        awaitHandled("bad 2");
        assertThat(letters.discard(letter -> new String(letter.content(), UTF_8).equals("bad 1")))
                .isEqualTo(1);
        awaitCount(dlq, 1);
        assertThat(new String(awaitLetter().content(), UTF_8)).isEqualTo("bad 3");
    }

    @Test
    void letterWhoseQueueIsGoneStays() {
        Consumer<String> consumer = consumer(QUICK.maxAttempts(1));
        open(consumer);
        send("bad");
        awaitLetter();
        consumer.close();
        connection.deleteQueue(feed);
        assertThatThrownBy(() -> letters.sendBack(letter -> true)).isInstanceOf(UnroutableException.class);
        assertThat(awaitLetter().queue()).isEqualTo(feed);
    }

    @Test
    void whatWouldHarmIsNotRestored() {
        String copies = queue(QueueDeclaration.of("copies-" + feeds));
        connection.declare(Topology.builder()
                .queue(QueueDeclaration.of(copies))
                .bind(feeds, copies, "copy")
                .build());
        open(consumer(QUICK));
        send(
                text().expiration(Duration.ofHours(1))
                        .userId("guest")
                        .priority(3)
                        .header("CC", List.of("copy")),
                "bad".getBytes(UTF_8));
        fetched(copies).ack();
        awaitLetter();
        desk.broken = false;
        assertThat(letters.sendBack(letter -> true)).isEqualTo(1);
        awaitHandled("bad");
        Properties back = desk.seen.get(desk.seen.size() - 1).properties();
        assertThat(back.expiration()).isNull();
        assertThat(back.userId()).isNull();
        assertThat(back.priority()).isEqualTo(3);
        assertThat(back.persistent()).isTrue();
        assertThat(back.headers()).doesNotContainKeys("CC", DeadLetter.CC_HEADER, DeadLetter.EXPIRATION_HEADER);
        assertThat(connection.messageCount(copies)).hasValue(0);
    }

    @Test
    void missingQueueHasNoLetters() {
        assertThat(letters.count()).isZero();
        assertThat(letters.browse(5)).isEmpty();
        assertThat(letters.sendBack(letter -> true)).isZero();
        assertThat(letters.discard(letter -> true)).isZero();
    }
}
