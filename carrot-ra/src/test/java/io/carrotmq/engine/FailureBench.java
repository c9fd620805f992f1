package io.carrotmq.engine;

import io.carrotmq.Delivery;
import io.carrotmq.Redelivery;
import io.carrotmq.Redelivery.Mode;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.Violations;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.memory.MemoryBroker;
import io.carrotmq.transport.memory.MemoryTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/**
 * Consumers on a broker that records what it is told, with a broker in memory for what is moved, and clocks that stand still.
 */
abstract class FailureBench {
    private static final class Bean extends ConnectionProperties {
        private static final long serialVersionUID = 1L;
    }

    static final Duration BOUND = Duration.ofSeconds(20);
    static final String FIRST = "carrot-1";
    static final Throwable WHY = new IllegalStateException("it broke");
    static final Redelivery IN_PLACE = Redelivery.DEFAULT.mode(Mode.IN_PLACE);
    static final Redelivery DELAYED = Redelivery.DEFAULT.mode(Mode.DELAY_QUEUE);

    final EngineThreads threads = new EngineThreads();
    final RecordingBroker broker = new RecordingBroker();
    final MemoryBroker elsewhere = MemoryBroker.named("redeliveries");
    final SharedConnection publishing = publishing();
    final AtomicLong now = new AtomicLong();
    final RememberedFailures remembered = new RememberedFailures(100);
    final Recovery recovery = new Recovery(
            new Forwarding(publishing), remembered, now::get, () -> Instant.EPOCH.plusNanos(now.get()), () -> 0.5);

    SharedConnection publishing() {
        Bean bean = new Bean();
        bean.setConnectionUri("memory:redeliveries");
        return new SharedConnection(
                new MemoryTransport(EngineThreads.named("carrot-memory")),
                bean.connectionSettings(null, new Violations()),
                "elsewhere",
                threads,
                new SeenTopologies(),
                new Observers("elsewhere", threads),
                null);
    }

    @AfterEach
    void end() {
        publishing.close();
        threads.close();
        elsewhere.remove();
    }

    Inbox inbox(RecordingBroker from, SubscribeOptions options) {
        Inbox inbox = new Inbox(from.connection(threads, recovery), "q", options.prefetch(1));
        from.told.clear();
        return inbox;
    }

    Inbox inbox(Redelivery redelivery) {
        return inbox(broker, SubscribeOptions.DEFAULT.redelivery(redelivery));
    }

    static Optional<Delivery<byte[]>> look(Inbox inbox) throws InterruptedException {
        return inbox.poll(Duration.ZERO);
    }

    static Delivery<byte[]> next(Inbox inbox) throws InterruptedException {
        return look(inbox).orElseThrow();
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    void told(String... frames) {
        Await.value(
                "what the broker is told",
                BOUND,
                () -> List.copyOf(broker.told),
                found -> found.equals(List.of(frames)));
    }

    /** The message that is moved into a queue. */
    IncomingMessage moved(String queue) {
        return Await.value("the message in " + queue, BOUND, () -> taken(queue), Optional::isPresent)
                .orElseThrow();
    }

    Optional<IncomingMessage> taken(String queue) {
        try (OpenChannel open = publishing.openChannel(closure -> {})) {
            return open.channel().get(queue, true);
        } catch (io.carrotmq.transport.TransportException e) { // not there yet
            return Optional.empty();
        }
    }

    void declare(QueueDeclaration queue) {
        new TopologyDeclarer(publishing).apply(Topology.builder().queue(queue).build());
    }

    void deleteQueue(String name) {
        try (OpenChannel open = publishing.openChannel(closure -> {})) {
            open.channel().deleteQueue(name);
        }
    }
}
