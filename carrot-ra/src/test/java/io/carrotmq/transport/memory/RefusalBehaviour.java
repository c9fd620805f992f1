package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broker refuses, and in which words. */
abstract class RefusalBehaviour extends Behaviour {
    /** Something to ask for; q is a queue of this connection, x a direct exchange. */
    interface Request {
        void on(TransportChannel channel, QueueDeclaration q, ExchangeDeclaration x);
    }

    private static Arguments refused(String what, Request request, String text) {
        return Arguments.of(what, request, text);
    }

    private static Request queue(UnaryOperator<QueueDeclaration> change) {
        return (channel, q, x) -> channel.declare(change.apply(q));
    }

    private static Request newQueue(String key, Object value) {
        return (channel, q, x) ->
                channel.declare(QueueDeclaration.exclusive(q.name() + "2").argument(key, value));
    }

    private static Request exchange(UnaryOperator<ExchangeDeclaration> change) {
        return (channel, q, x) -> channel.declare(change.apply(x));
    }

    private static final String UNEQUAL = "406 PRECONDITION_FAILED - inequivalent arg ";
    private static final String INVALID = "406 PRECONDITION_FAILED - invalid arg ";
    private static final String LOCKED = "405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'Q' in"
            + " vhost '/'. It could be originally declared on another connection or the exclusive property value does"
            + " not match that of the original declaration.";

    static Stream<Arguments> requests() {
        return Stream.of(
                refused(
                        "auto-delete",
                        queue(q -> q.autoDelete(true)),
                        UNEQUAL + "'auto_delete' for queue 'Q' in vhost '/': received 'true' but current is 'false'"),
                refused(
                        "an argument more",
                        queue(q -> q.argument("x-message-ttl", 2000L)),
                        UNEQUAL + "'x-message-ttl' for queue 'Q' in vhost '/': received the value '2000' of type 'long'"
                                + " but current is none"),
                refused(
                        "another value",
                        queue(q -> q.argument("x-max-length", 11)),
                        UNEQUAL + "'x-max-length' for queue 'Q' in vhost '/': received '11' but current is" + " '10'"),
                refused(
                        "a text",
                        queue(q -> q.argument("x-dead-letter-exchange", "dlx")),
                        UNEQUAL
                                + "'x-dead-letter-exchange' for queue 'Q' in vhost '/': received the value 'dlx' of type"
                                + " 'longstr' but current is none"),
                refused(
                        "not exclusive",
                        queue(q -> new QueueDeclaration(q.name(), q.type(), false, false, false, q.arguments())),
                        LOCKED),
                refused(
                        "exchange type",
                        exchange(x -> new ExchangeDeclaration(x.name(), "fanout", false, true, false, Map.of())),
                        UNEQUAL + "'type' for exchange 'X' in vhost '/': received 'fanout' but current is 'direct'"),
                refused(
                        "exchange durable",
                        exchange(x -> x.durable(true)),
                        UNEQUAL + "'durable' for exchange 'X' in vhost '/': received 'true' but current is 'false'"),
                refused(
                        "exchange auto-delete",
                        exchange(x -> x.autoDelete(false)),
                        UNEQUAL
                                + "'auto_delete' for exchange 'X' in vhost '/': received 'false' but current is 'true'"),
                refused(
                        "exchange internal",
                        exchange(x -> x.internal(true)),
                        UNEQUAL + "'internal' for exchange 'X' in vhost '/': received 'true' but current is 'false'"),
                refused(
                        "alternate exchange",
                        exchange(x -> x.alternate("ae")),
                        UNEQUAL + "'alternate-exchange' for exchange 'X' in vhost '/': received the value 'ae' of type"
                                + " 'longstr' but current is none"),
                refused(
                        "unknown type",
                        exchange(x -> new ExchangeDeclaration(x.name() + "2", "odd", false, true, false, Map.of())),
                        "406 PRECONDITION_FAILED - unknown exchange type 'odd'"),
                refused(
                        "reserved queue",
                        (channel, q, x) -> channel.declare(QueueDeclaration.exclusive("amq.mine")),
                        "403 ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'"),
                refused(
                        "reserved exchange",
                        (channel, q, x) -> channel.declare(ExchangeDeclaration.direct("amq.mine")),
                        "403 ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'"),
                refused(
                        "deleting a reserved exchange",
                        (channel, q, x) -> channel.deleteExchange("amq.direct"),
                        "403 ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed"),
                refused(
                        "deleting the default exchange",
                        (channel, q, x) -> channel.deleteExchange(""),
                        "403 ACCESS_REFUSED - operation not permitted on the default exchange"),
                refused(
                        "negative ttl",
                        newQueue("x-message-ttl", -1),
                        INVALID + "'x-message-ttl' for queue 'Q2' in vhost '/': {value_negative,-1}"),
                refused(
                        "ttl of text",
                        newQueue("x-message-ttl", "1"),
                        INVALID + "'x-message-ttl' for queue 'Q2' in vhost '/': \"expected integer, got longstr\""),
                refused(
                        "zero expires",
                        newQueue("x-expires", 0),
                        INVALID + "'x-expires' for queue 'Q2' in vhost '/': {value_zero,0}"),
                refused(
                        "overflow",
                        newQueue("x-overflow", "odd"),
                        INVALID + "'x-overflow' for queue 'Q2' in vhost '/': invalid_overflow"),
                refused(
                        "dead letter key alone",
                        newQueue("x-dead-letter-routing-key", "k"),
                        INVALID
                                + "'x-dead-letter-routing-key' for queue 'Q2' in vhost '/': routing_key_but_no_dlx_defined"),
                refused(
                        "dead letter exchange of no text",
                        newQueue("x-dead-letter-exchange", 1),
                        "406 PRECONDITION_FAILED - invalid type 'signedint' for arg 'x-dead-letter-exchange' in queue"
                                + " 'Q2' in vhost '/'"),
                refused(
                        "dead letter key of no text",
                        (channel, q, x) -> channel.declare(QueueDeclaration.exclusive(q.name() + "2")
                                .deadLetterTo("")
                                .argument("x-dead-letter-routing-key", 1)),
                        INVALID
                                + "'x-dead-letter-routing-key' for queue 'Q2' in vhost '/': {unacceptable_type,signedint}"),
                refused(
                        "overflow of no text",
                        newQueue("x-overflow", 1),
                        INVALID + "'x-overflow' for queue 'Q2' in vhost '/': {unacceptable_type,signedint}"),
                refused(
                        "single active consumer of no boolean",
                        newQueue("x-single-active-consumer", 1),
                        INVALID
                                + "'x-single-active-consumer' for queue 'Q2' in vhost '/': {unacceptable_type,signedint}"),
                refused(
                        "a transient queue that shall be durable",
                        (channel, q, x) -> {
                            QueueDeclaration lasting =
                                    QueueDeclaration.classic(q.name() + "2").expires(Duration.ofMinutes(1));
                            channel.declare(lasting);
                            channel.declare(lasting.durable(false));
                        },
                        UNEQUAL + "'durable' for queue 'Q2' in vhost '/': received 'false' but current is 'true'"),
                refused(
                        "an open queue that shall be exclusive",
                        (channel, q, x) -> {
                            QueueDeclaration open =
                                    QueueDeclaration.classic(q.name() + "2").expires(Duration.ofMinutes(1));
                            channel.declare(open);
                            channel.declare(new QueueDeclaration(
                                    open.name(), open.type(), true, true, false, open.arguments()));
                        },
                        LOCKED.replace("'Q'", "'Q2'")),
                refused(
                        "priority",
                        newQueue("x-max-priority", 256),
                        INVALID + "'x-max-priority' for queue 'Q2' in vhost '/': {max_value_exceeded,256}"),
                refused(
                        "no queue to verify",
                        (channel, q, x) -> channel.verifyQueue(q.name() + "2"),
                        "404 NOT_FOUND - no queue 'Q2' in vhost '/'"),
                refused(
                        "no exchange to verify",
                        (channel, q, x) -> channel.verifyExchange(x.name() + "2"),
                        "404 NOT_FOUND - no exchange 'X2' in vhost '/'"),
                refused(
                        "no queue to consume from",
                        (channel, q, x) -> channel.consume(q.name() + "2", "c", SubscribeOptions.DEFAULT),
                        "404 NOT_FOUND - no queue 'Q2' in vhost '/'"),
                refused(
                        "no queue to get from",
                        (channel, q, x) -> channel.get(q.name() + "2", true),
                        "404 NOT_FOUND - no queue 'Q2' in vhost '/'"),
                refused(
                        "no queue to purge",
                        (channel, q, x) -> channel.purge(q.name() + "2"),
                        "404 NOT_FOUND - no queue 'Q2' in vhost '/'"),
                refused(
                        "no queue to bind",
                        (channel, q, x) -> channel.bind(Binding.queue(x.name(), q.name() + "2", "")),
                        "404 NOT_FOUND - no queue 'Q2' in vhost '/'"),
                refused(
                        "no exchange to bind to",
                        (channel, q, x) -> channel.bind(Binding.queue(x.name() + "2", q.name(), "")),
                        "404 NOT_FOUND - no exchange 'X2' in vhost '/'"),
                refused(
                        "no exchange to bind",
                        (channel, q, x) -> channel.bind(Binding.exchange(x.name(), x.name() + "2", "")),
                        "404 NOT_FOUND - no exchange 'X2' in vhost '/'"),
                refused(
                        "x-match",
                        (channel, q, x) -> channel.bind(
                                Binding.queue("amq.headers", q.name(), "").arguments(Map.of("x-match", "odd"))),
                        "406 PRECONDITION_FAILED - Invalid x-match field value <<\"odd\">>; expected all, any,"
                                + " all-with-x, or any-with-x"),
                refused(
                        "x-match of no text",
                        (channel, q, x) -> channel.bind(
                                Binding.queue("amq.headers", q.name(), "").arguments(Map.of("x-match", 1))),
                        "406 PRECONDITION_FAILED - Invalid x-match field type signedint (value 1); expected longstr"),
                refused(
                        "exclusive consumer of a queue in use",
                        (channel, q, x) -> {
                            channel.consume(q.name(), "first", SubscribeOptions.DEFAULT);
                            channel.consume(q.name(), "second", SubscribeOptions.DEFAULT.exclusive(true));
                        },
                        "403 ACCESS_REFUSED - queue 'Q' in vhost '/' in exclusive use"),
                refused(
                        "consumer of a queue in exclusive use",
                        (channel, q, x) -> {
                            channel.consume(q.name(), "first", SubscribeOptions.DEFAULT.exclusive(true));
                            channel.consume(q.name(), "second", SubscribeOptions.DEFAULT);
                        },
                        "403 ACCESS_REFUSED - queue 'Q' in vhost '/' in exclusive use"));
    }

    private QueueDeclaration q() {
        return queue("q").maxLength(10);
    }

    private ExchangeDeclaration x() {
        return ExchangeDeclaration.direct(name("x")).durable(false).autoDelete(true);
    }

    private String named(String text) {
        return text.replace("'Q", "'" + q().name()).replace("'X", "'" + x().name());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void endsTheChannel(String what, Request request, String text) throws Exception {
        channel().channel().declare(q());
        channel().channel().declare(x());
        assertThatThrownBy(() -> request.on(channel().channel(), q(), x()))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.closure().replyCode() + " "
                                        + e.closure().text())
                                .isEqualTo(named(text)));
        assertThat(channel().told()).isEqualTo("closed " + named(text));
        assertThat(channel().channel().isOpen()).isFalse();
        assertThat(client().open().channel().verifyQueue(q().name()))
                .as("the connection lives on")
                .isZero();
    }

    static Stream<Arguments> foreign() {
        return Stream.<Request>of(
                        (channel, q, x) -> channel.declare(q),
                        (channel, q, x) -> channel.verifyQueue(q.name()),
                        (channel, q, x) -> channel.get(q.name(), true),
                        (channel, q, x) -> channel.consume(q.name(), "c", SubscribeOptions.DEFAULT),
                        (channel, q, x) -> channel.purge(q.name()),
                        (channel, q, x) -> channel.bind(Binding.queue("amq.direct", q.name(), "")),
                        (channel, q, x) -> channel.deleteQueue(q.name()))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void exclusiveQueueIsLockedToOthers(Request request) throws Exception {
        channel().channel().declare(q());
        try (Client other = Client.of(uri())) {
            Recorder theirs = other.open();
            assertThatThrownBy(() -> request.on(theirs.channel(), q(), x())).isInstanceOf(TransportException.class);
            assertThat(theirs.told()).isEqualTo("closed " + named(LOCKED));
        }
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(
                        "ack",
                        (Request) (channel, q, x) -> channel.ack(7, false),
                        "406 PRECONDITION_FAILED - unknown delivery tag 7"),
                Arguments.of(
                        "ack of several",
                        (Request) (channel, q, x) -> channel.ack(7, true),
                        "406 PRECONDITION_FAILED - unknown delivery tag 7"),
                Arguments.of(
                        "nack",
                        (Request) (channel, q, x) -> channel.nack(7, true),
                        "406 PRECONDITION_FAILED - unknown delivery tag 7"),
                Arguments.of(
                        "no exchange",
                        (Request) (channel, q, x) -> channel.publish(
                                new OutgoingMessage(x.name() + "2", "", true, Properties.NONE, new byte[0])),
                        "404 NOT_FOUND - no exchange 'X2' in vhost '/'"),
                Arguments.of(
                        "user",
                        (Request) (channel, q, x) -> channel.publish(new OutgoingMessage(
                                "", "", true, Properties.builder().userId("odd").build(), new byte[0])),
                        "406 PRECONDITION_FAILED - user_id property set to 'odd' but authenticated user was 'guest'"),
                Arguments.of(
                        "too large",
                        (Request) (channel, q, x) ->
                                channel.publish(new OutgoingMessage("", "", true, Properties.NONE, new byte[16777217])),
                        "406 PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("orders")
    void endsTheChannelLater(String what, Request request, String text) throws Exception {
        request.on(channel().channel(), q(), x());
        channel().channel().flush();
        assertThat(channel().told()).isEqualTo("closed " + named(text));
        assertThat(channel().channel().isOpen()).isFalse();
        assertThatThrownBy(() -> channel().publish("", "", "m")).isInstanceOf(TransportException.class);
    }

    @Test
    void anEqualDeclarationIsAccepted() {
        channel().channel().declare(q());
        assertThat(channel().channel().declare(q().argument("x-max-length", 10)))
                .isEqualTo(q().name());
        channel().channel().declare(x());
        channel().channel().declare(x());
        channel().channel().verifyExchange(x().name());
        assertThat(channel().channel().verifyQueue(q().name())).isZero();
    }

    @Test
    void deletingWhatIsNotThereIsNoError() {
        channel().channel().deleteQueue(name("none"));
        channel().channel().deleteExchange(name("none"));
        assertThat(channel().channel().isOpen()).isTrue();
    }

    @Test
    void theBrokerMakesUpNames() {
        List<String> names = List.of(
                channel().channel().declare(QueueDeclaration.exclusive("")),
                channel().channel().declare(QueueDeclaration.exclusive("")));
        assertThat(names).allMatch(name -> name.startsWith("amq.gen-")).doesNotHaveDuplicates();
    }
}
