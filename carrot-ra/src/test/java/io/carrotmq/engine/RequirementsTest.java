package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.UnsupportedException;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequirementsTest {
    private static final QueueDeclaration QUEUE = QueueDeclaration.classic("q");

    /** What every AMQP broker can do. */
    private static final Set<Capability> PLAIN = EnumSet.range(Capability.EXCHANGES, Capability.NESTED_HEADERS);

    private static final Duration TIME = Duration.ofSeconds(1);

    private static BrokerInfo broker(Set<Capability> capabilities) {
        return new BrokerInfo("Small Broker", "1.2", "localhost:5672", "/", capabilities);
    }

    static Stream<Arguments> needs() {
        return Stream.of(
                of(QueueDeclaration.quorum("q"), Capability.QUORUM_QUEUES),
                of(QueueDeclaration.stream("q"), Capability.STREAMS),
                of(QueueDeclaration.of("q").argument("x-queue-type", "stream"), Capability.STREAMS),
                of(QUEUE.ttl(TIME), Capability.MESSAGE_TTL),
                of(QUEUE.expires(TIME), Capability.QUEUE_TTL),
                of(QUEUE.maxLength(1), Capability.LENGTH_LIMIT),
                of(QUEUE.maxLengthBytes(1), Capability.LENGTH_LIMIT),
                of(QUEUE.overflow(Overflow.REJECT_PUBLISH), Capability.LENGTH_LIMIT),
                of(QUEUE.maxPriority(1), Capability.PRIORITIES),
                of(QUEUE.deadLetterTo("x"), Capability.DEAD_LETTERS),
                of(QUEUE.argument("x-dead-letter-routing-key", "k"), Capability.DEAD_LETTERS),
                of(QUEUE.deliveryLimit(-1), Capability.DELIVERY_LIMIT),
                of(QUEUE.singleActiveConsumer(), Capability.SINGLE_ACTIVE_CONSUMER),
                of(QUEUE.delayedRetry(DelayedRetry.ALL, TIME, TIME), Capability.DELAYED_RETRY),
                of(QueueDeclaration.exclusive("q"), Capability.EXCLUSIVE_QUEUES),
                of(QUEUE.autoDelete(true), Capability.AUTO_DELETE),
                Arguments.of(
                        Topology.builder()
                                .exchange(ExchangeDeclaration.direct("e"))
                                .build(),
                        Capability.EXCHANGES),
                Arguments.of(
                        Topology.builder()
                                .exchange(ExchangeDeclaration.headers("e"))
                                .build(),
                        Capability.HEADERS_EXCHANGES),
                Arguments.of(Topology.builder().bind("e", "q", "k").build(), Capability.BINDINGS),
                Arguments.of(
                        Topology.builder()
                                .exchange(ExchangeDeclaration.direct("e").alternate("a"))
                                .build(),
                        Capability.ALTERNATE_EXCHANGE),
                Arguments.of(
                        Topology.builder()
                                .binding(Binding.exchange("e", "f", "k"))
                                .build(),
                        Capability.EXCHANGE_TO_EXCHANGE));
    }

    private static Arguments of(QueueDeclaration queue, Capability capability) {
        return Arguments.of(Topology.builder().queue(queue).build(), capability);
    }

    @ParameterizedTest
    @MethodSource("needs")
    void whatIsMissingIsNamed_andNothingElseIsAskedFor(Topology topology, Capability needed) {
        UnsupportedException refused = catchThrowableOfType(
                UnsupportedException.class,
                () -> Requirements.check(topology, broker(EnumSet.complementOf(EnumSet.of(needed)))));
        assertThat(refused.capability()).isEqualTo(needed);
        assertThat(refused)
                .hasMessageStartingWith("CARROT-0740 [")
                .hasMessageContaining("Small Broker 1.2 at localhost:5672 does not have " + needed.description())
                .hasMessageContaining("nothing was declared; leave that away");
        Set<Capability> enough = EnumSet.copyOf(PLAIN);
        enough.add(needed);
        assertThatCode(() -> Requirements.check(topology, broker(enough))).doesNotThrowAnyException();
    }

    @Test
    void plainThingsAndUnknownArgumentsNeedNothing() {
        Topology plain = Topology.builder()
                .exchange(ExchangeDeclaration.of("e", "x-of-a-plug-in").argument("hash-header", "h"))
                .queue(QUEUE.argument("x-unheard-of", 1))
                .queue(QueueDeclaration.of("r"))
                .queue(QueueDeclaration.exclusive(""))
                .bind("e", "q", "k")
                .build();
        assertThatCode(() -> Requirements.check(plain, broker(PLAIN))).doesNotThrowAnyException();
    }
}
