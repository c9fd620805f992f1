package io.carrotmq.transport.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.RawBroker;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the transport does with a real RabbitMQ, seen with AMQP from the other side where that tells more. */
@WithBroker
@Timeout(60)
class RabbitStompIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final EngineThreads threads = new EngineThreads();
    private final List<Closure> ends = new CopyOnWriteArrayList<>();
    private final String name = "stomp-" + UUID.randomUUID();
    private RawBroker raw;
    private TransportConnection connection;
    private Recorder events;
    private TransportChannel channel;

    @BeforeEach
    void open(RabbitMq broker) throws Exception {
        raw = new RawBroker(broker.uri());
        connection = connect(broker);
        events = new Recorder();
        channel = connection.openChannel(events);
    }

    private TransportConnection connect(RabbitMq broker) {
        return StompBench.open(broker.stompUri(), threads, ends::add);
    }

    @AfterEach
    void close() throws Exception {
        connection.close(Duration.ofSeconds(5));
        threads.close();
        raw.channel().queueDelete(name);
        raw.close();
    }

    private static final class Recorder implements ChannelListener {
        final Set<Long> confirmed = new ConcurrentSkipListSet<>();
        final List<IncomingMessage> received = new CopyOnWriteArrayList<>();
        final List<String> cancelled = new CopyOnWriteArrayList<>();
        final List<Closure> ends = new CopyOnWriteArrayList<>();

        @Override
        public void confirmed(long sequence, boolean multiple) {
            confirmed.add(sequence);
        }

        @Override
        public void delivered(IncomingMessage message) {
            received.add(message);
        }

        @Override
        public void cancelled(String consumerTag) {
            cancelled.add(consumerTag);
        }

        @Override
        public void closed(Closure closure) {
            ends.add(closure);
        }

        IncomingMessage awaitReceived(int number) {
            Await.until("message " + number, SOON, () -> received.size() >= number);
            return received.get(number - 1);
        }

        Closure awaitEnd() {
            Await.until("the channel's end", SOON, () -> !ends.isEmpty());
            return ends.get(0);
        }
    }

    private OutgoingMessage message(String body) {
        return message(body, Properties.NONE);
    }

    private OutgoingMessage message(String body, Properties properties) {
        return new OutgoingMessage("", name, true, properties, body.getBytes(UTF_8));
    }

    private void declare() {
        channel.declare(QueueDeclaration.classic(name));
    }

    private void send(String... bodies) {
        Recorder sender = new Recorder();
        TransportChannel sending = connection.openChannel(sender);
        sending.confirmPublishes();
        for (String body : bodies) {
            sending.publish(message(body, Properties.builder().persistent(true).build()));
        }
        sending.flush();
        Await.until("confirms", SOON, () -> sender.confirmed.size() == bodies.length);
        sending.close();
        assertThat(sender.awaitEnd().requested()).isTrue();
    }

    private long waiting() throws Exception {
        return raw.channel().messageCount(name);
    }

    private static String body(IncomingMessage message) {
        return new String(message.body(), UTF_8);
    }

    @Test
    void tellsWhatItReached() {
        assertThat(connection.broker().product()).isEqualTo("RabbitMQ");
        assertThat(connection.broker().version()).startsWith("4.");
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void declaresAQueueAndLeavesNoMessage() throws Exception {
        channel.declare(new QueueDeclaration(
                name,
                QueueType.CLASSIC,
                true,
                false,
                false,
                Map.of("x-max-priority", 5, "x-dead-letter-exchange", "")));
        raw.channel()
                .queueDeclare(
                        name,
                        true,
                        false,
                        false,
                        Map.of("x-queue-type", "classic", "x-max-priority", 5, "x-dead-letter-exchange", ""));
        assertThat(waiting()).isZero();
        channel.declare(
                QueueDeclaration.classic(name).argument("x-max-priority", 5).argument("x-dead-letter-exchange", ""));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void declaringOtherwiseIsRefusedWithTheBrokersWords() {
        declare();
        TransportChannel other = connection.openChannel(new Recorder());
        assertThatThrownBy(() -> other.declare(QueueDeclaration.classic(name).argument("x-max-priority", 5)))
                .isInstanceOf(TransportException.class)
                .extracting(e -> ((TransportException) e).closure())
                .satisfies(closure -> {
                    assertThat(closure.replyCode()).isEqualTo(406);
                    assertThat(closure.text()).contains("inequivalent arg 'x-max-priority' for queue '" + name + "'");
                    assertThat(closure.wholeConnection()).isFalse();
                });
        assertThat(other.isOpen()).isFalse();
        assertThat(channel.isOpen()).isTrue();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void argumentThatDoesNotGetThroughIsRefused() throws Exception {
        assertThatThrownBy(
                        () -> channel.declare(QueueDeclaration.classic(name).argument("x-overflow", "reject-publish")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("x-overflow");
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void looksForQueuesAndExchangesWithoutTouchingThem() throws Exception {
        declare();
        send("m1");
        assertThat(channel.verifyQueue(name)).isEqualTo(-1);
        assertThat(channel.isOpen()).isTrue();
        channel.verifyExchange("amq.topic");
        assertThat(channel.isOpen()).isTrue();
        assertThat(waiting()).isEqualTo(1);
        assertThat(raw.channel().basicGet(name, true).getEnvelope().isRedeliver())
                .isFalse();
        assertNotFound(() -> channel.verifyQueue(name + "-not"));
        TransportChannel second = connection.openChannel(new Recorder());
        assertNotFound(() -> second.verifyExchange(name + "-not"));
    }

    private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable look) {
        assertThatThrownBy(look)
                .isInstanceOf(TransportException.class)
                .extracting(e -> ((TransportException) e).closure().replyCode())
                .isEqualTo(404);
    }

    @Test
    void confirmsEachPublishByItsNumber() throws Exception {
        declare();
        channel.confirmPublishes();
        for (int i = 1; i <= 1_000; i++) {
            assertThat(channel.nextSequence()).isEqualTo(i);
            channel.publish(message("m" + i));
        }
        Await.until("all confirms", SOON, () -> events.confirmed.size() == 1_000);
        assertThat(events.confirmed).contains(1L, 1_000L);
        assertThat(waiting()).isEqualTo(1_000);
    }

    @Test
    void propertiesAndHeadersSurvive() {
        declare();
        Properties all = Properties.builder()
                .contentType("text/plain")
                .contentEncoding("utf-8")
                .persistent(true)
                .priority(3)
                .correlationId("c:1\n2")
                .replyTo("answers/here")
                .expiration(Duration.ofMinutes(5))
                .messageId("id-1")
                .timestamp(Instant.ofEpochSecond(1_700_000_000))
                .type("greeting")
                .userId("guest")
                .appId("app")
                .header("text", "a:b\\c\nd ü")
                .header("count", 7)
                .header("much", 1L << 40)
                .header("yes", true)
                .header("half", 0.5)
                .header("when", Instant.ofEpochSecond(1_600_000_000))
                .header("raw", new byte[] {0, 1, -1})
                .header("receipt", "mine")
                .header("destination", "/queue/elsewhere")
                .header("x-message-ttl", "not a number")
                .header("carrot-types", "mine")
                .header("persistent", "mine")
                .build();
        channel.publish(message("body", all));
        channel.flush();
        channel.consume(name, "c1", SubscribeOptions.DEFAULT);
        Properties got = events.awaitReceived(1).properties();
        assertThat(got.headers()).containsExactlyInAnyOrderEntriesOf(all.headers());
        assertThat(got.toBuilder().headers(Map.of()).build())
                .isEqualTo(all.toBuilder().headers(Map.of()).build());
    }

    @Test
    void deliversInOrderAsFarAsThePrefetchGoes() throws Exception {
        declare();
        send("m1", "m2", "m3", "m4");
        channel.consume(name, "c1", SubscribeOptions.DEFAULT.prefetch(2));
        IncomingMessage second = events.awaitReceived(2);
        assertThat(second.consumerTag()).isEqualTo("c1");
        assertThat(second.exchange()).isEmpty();
        assertThat(second.routingKey()).isEqualTo(name);
        assertThat(second.redelivered()).isFalse();
        assertThat(waiting()).isEqualTo(2);
        channel.ack(second.deliveryTag(), true);
        assertThat(body(events.awaitReceived(4))).isEqualTo("m4");
    }

    @Test
    void nackGivesBackAndRejectDoesNot() throws Exception {
        declare();
        send("m1");
        channel.consume(name, "c1", SubscribeOptions.DEFAULT);
        channel.nack(events.awaitReceived(1).deliveryTag(), true);
        IncomingMessage again = events.awaitReceived(2);
        assertThat(again.redelivered()).isTrue();
        channel.nack(again.deliveryTag(), false);
        channel.close();
        assertThat(waiting()).isZero();
    }

    @Test
    void nothingComesAfterACancelAndWhatCameCanStillBeSettled() throws Exception {
        declare();
        send("m1", "m2", "m3");
        channel.consume(name, "c1", SubscribeOptions.DEFAULT.prefetch(2));
        IncomingMessage first = events.awaitReceived(1);
        IncomingMessage second = events.awaitReceived(2);
        channel.cancel("c1");
        channel.ack(first.deliveryTag(), false);
        channel.nack(second.deliveryTag(), true);
        Await.until("the second to be back", SOON, () -> waiting() == 2);
        assertThat(channel.isOpen()).isTrue();
        assertThat(events.received).hasSize(2);
        channel.consume(name, "c1", SubscribeOptions.DEFAULT.prefetch(2));
        events.awaitReceived(4);
        assertThat(events.received.subList(2, 4))
                .extracting(RabbitStompIT::body)
                .containsExactlyInAnyOrder("m2", "m3");
    }

    @Test
    void withoutAcknowledgementsNothingIsToBeSettled() throws Exception {
        declare();
        send("m1", "m2");
        channel.consume(name, "c1", SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        events.awaitReceived(2);
        channel.cancel("c1");
        channel.close();
        assertThat(waiting()).isZero();
    }

    @Test
    void cancelLosesNothingOfWhatIsNotAcknowledged() throws Exception {
        declare();
        send(IntStream.range(0, 2_000).mapToObj(i -> "m" + i).toArray(String[]::new));
        channel.consume(name, "c1", SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        events.awaitReceived(1);
        channel.cancel("c1");
        int received = events.received.size();
        Await.until("the others to be waiting", SOON, () -> waiting() + received == 2_000);
        assertThat(events.received).hasSize(received);
    }

    @Test
    void getsSingleMessages() throws Exception {
        declare();
        send("m1", "m2", "m3");
        IncomingMessage first = channel.get(name, false).orElseThrow();
        IncomingMessage second = channel.get(name, false).orElseThrow();
        assertThat(List.of(body(first), body(second))).containsExactly("m1", "m2");
        assertThat(first.consumerTag()).isEmpty();
        assertThat(waiting()).isEqualTo(1);
        channel.nack(first.deliveryTag(), true);
        channel.ack(second.deliveryTag(), false);
        Await.until("the first to be back", SOON, () -> waiting() == 2);
        assertThat(channel.get(name, true).map(RabbitStompIT::body)).contains("m1");
        assertThat(channel.get(name, true).map(RabbitStompIT::body)).contains("m3");
        assertThat(channel.get(name, true)).isEqualTo(Optional.empty());
        channel.close();
        assertThat(waiting()).isZero();
    }

    @Test
    void closingGivesBackWhatIsNotSettled() throws Exception {
        declare();
        send("m1", "m2");
        channel.consume(name, "c1", SubscribeOptions.DEFAULT);
        events.awaitReceived(2);
        channel.close();
        channel.close();
        Await.until("both to be back", SOON, () -> waiting() == 2);
        assertThat(events.ends).singleElement().satisfies(end -> {
            assertThat(end.requested()).isTrue();
            assertThat(end.wholeConnection()).isFalse();
        });
        assertThat(channel.isOpen()).isFalse();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void purges() throws Exception {
        declare();
        send("m1", "m2", "m3");
        assertThat(channel.purge(name)).isEqualTo(3);
        assertThat(waiting()).isZero();
    }

    @Test
    void consumingFromNothingIsNotFound() {
        assertNotFound(() -> channel.consume(name, "c1", SubscribeOptions.DEFAULT));
        assertThat(events.awaitEnd().replyCode()).isEqualTo(404);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void tellsThatTheQueueIsGone() throws Exception {
        declare();
        channel.consume(name, "c1", SubscribeOptions.DEFAULT);
        raw.channel().queueDelete(name);
        assertThat(events.awaitEnd().replyCode()).isEqualTo(404);
        assertThat(events.cancelled).containsExactly("c1");
    }

    @Test
    void publishingToAnExchangeThatIsNotThereEndsTheChannel() {
        channel.confirmPublishes();
        channel.publish(new OutgoingMessage(name + "-not", "k", false, Properties.NONE, new byte[0]));
        channel.flush();
        assertThat(events.awaitEnd().replyCode()).isEqualTo(404);
        assertThat(events.confirmed).isEmpty();
        assertThatThrownBy(() -> channel.publish(message("late"))).isInstanceOf(TransportException.class);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void commitsAndRollsBack() throws Exception {
        declare();
        channel.transactPublishes();
        channel.commit(SOON);
        channel.publish(message("m1"));
        channel.flush();
        assertThat(waiting()).isZero();
        channel.commit(SOON);
        assertThat(waiting()).isEqualTo(1);
        channel.publish(message("m2"));
        channel.rollback(SOON);
        channel.publish(message("m3"));
        channel.commit(SOON);
        assertThat(waiting()).isEqualTo(2);
        assertThat(body(channel.get(name, true).orElseThrow())).isEqualTo("m1");
        assertThat(body(channel.get(name, true).orElseThrow())).isEqualTo("m3");
    }

    @Test
    void killedConnectionIsLostWithEverythingOnIt() {
        connection.kill();
        assertThat(events.awaitEnd())
                .satisfies(end -> assertThat(end.requested()).isFalse())
                .satisfies(end -> assertThat(end.wholeConnection()).isTrue());
        Await.until("the connection's end", SOON, () -> !ends.isEmpty());
        assertThat(ends)
                .singleElement()
                .extracting(Closure::requested, InstanceOfAssertFactories.BOOLEAN)
                .isFalse();
        assertThat(connection.isOpen()).isFalse();
        assertThatThrownBy(() -> connection.openChannel(new Recorder())).isInstanceOf(TransportException.class);
    }

    @Test
    void lossOfAChannelIsNoneOfTheConnection() {
        declare();
        send("m1");
        channel.consume(name, "c1", SubscribeOptions.DEFAULT);
        events.awaitReceived(1);
        ((StompChannel) channel).kill();
        assertThat(events.awaitEnd())
                .satisfies(end -> assertThat(end.requested()).isFalse())
                .satisfies(end -> assertThat(end.wholeConnection()).isFalse());
        assertThatThrownBy(() -> channel.ack(1, false)).isInstanceOf(TransportException.class);
        assertThat(connection.isOpen()).isTrue();
        Recorder again = new Recorder();
        connection.openChannel(again).consume(name, "c1", SubscribeOptions.DEFAULT);
        assertThat(again.awaitReceived(1).redelivered()).isTrue();
        assertThat(ends).isEmpty();
    }

    @Test
    void destinationsOfTheBrokerAreTakenAsTheyAreAndNotDeclared() {
        channel.consume("/topic/" + name, "c1", SubscribeOptions.DEFAULT);
        TransportChannel sending = connection.openChannel(new Recorder());
        sending.publish(new OutgoingMessage("", "/topic/" + name, false, Properties.NONE, new byte[0]));
        sending.flush();
        IncomingMessage came = events.awaitReceived(1);
        assertThat(came.exchange()).isEqualTo("amq.topic");
        assertThat(came.routingKey()).isEqualTo(name);
        assertThatThrownBy(() -> sending.declare(QueueDeclaration.classic("/topic/" + name)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("begins with a slash");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void closedConnectionClosesItsChannels() {
        connection.close(SOON);
        assertThat(events.awaitEnd().requested()).isTrue();
        assertThat(events.awaitEnd().wholeConnection()).isTrue();
        Await.until("the connection's end", SOON, () -> !ends.isEmpty());
        assertThat(ends)
                .singleElement()
                .extracting(Closure::requested, InstanceOfAssertFactories.BOOLEAN)
                .isTrue();
    }

    @Test
    void namesWithSlashesAndOtherLettersAreQueuesToo() throws Exception {
        String odd = name + "/ü b:c%d";
        raw.channel().queueDeclare(odd, true, false, false, Map.of());
        try {
            channel.publish(new OutgoingMessage("", odd, true, Properties.NONE, "m".getBytes(UTF_8)));
            channel.flush();
            channel.consume(odd, "c1", SubscribeOptions.DEFAULT);
            assertThat(events.awaitReceived(1).routingKey()).isEqualTo(odd);
        } finally {
            raw.channel().queueDelete(odd);
        }
    }

    @Test
    void requestIsAnsweredByATemporaryQueue() throws Exception {
        declare();
        channel.consume(
                "/temp-queue/replies", "replies", SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        Properties asking = Properties.builder()
                .replyTo("/temp-queue/replies")
                .correlationId("1")
                .build();
        channel.publish(new OutgoingMessage("", name, true, asking, "question".getBytes(UTF_8)));
        channel.flush();
        Recorder served = new Recorder();
        TransportChannel server = connection.openChannel(served);
        server.consume(name, "c1", SubscribeOptions.DEFAULT);
        IncomingMessage question = served.awaitReceived(1);
        server.ack(question.deliveryTag(), false);
        Properties answering = Properties.builder().correlationId("1").build();
        server.publish(
                new OutgoingMessage("", question.properties().replyTo(), false, answering, "answer".getBytes(UTF_8)));
        server.flush();
        IncomingMessage answer = events.awaitReceived(1);
        assertThat(answer.consumerTag()).isEqualTo("replies");
        assertThat(answer.properties().correlationId()).isEqualTo("1");
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("answer");
        channel.cancel("replies");
        assertThat(channel.isOpen()).isTrue();
        assertThatThrownBy(() -> channel.consume("/temp-queue/others", "others", SubscribeOptions.DEFAULT))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("Acknowledgement.NONE");
    }

    @ParameterizedTest
    @CsvSource({"4194304, 0", "0, 100"})
    void whatIsTooLargeForTheBrokerIsNamedWhenItHasEndedTheChannel(int bytes, int headers) {
        declare();
        channel.confirmPublishes();
        Properties.Builder properties = Properties.builder();
        for (int i = 0; i < headers; i++) {
            properties.header("h" + i, "");
        }
        channel.publish(new OutgoingMessage("", name, true, properties.build(), new byte[bytes]));
        channel.flush();
        Closure end = events.awaitEnd();
        assertThat(end.wholeConnection()).isFalse();
        assertThat(end.text())
                .contains("stomp.max_frame_size (4194304")
                .contains("100 headers")
                .contains(bytes + " bytes or " + headers + " headers");
    }
}
