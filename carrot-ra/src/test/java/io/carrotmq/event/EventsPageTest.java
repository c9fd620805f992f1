package io.carrotmq.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConnectionFactory.Observation;
import io.carrotmq.Consumer;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnroutableException;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of docs/events.md that need no CDI. */
@Timeout(60)
class EventsPageTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final MemoryBroker broker = MemoryBroker.named("events-page");
    private final ConnectionFactory connections = ConnectionFactory.open(broker.uri());
    private final List<String> alerts = new CopyOnWriteArrayList<>();

    @AfterEach
    void remove() {
        connections.close();
        broker.remove();
    }

    private void alert(String text) {
        alerts.add(text);
    }

    @Test
    void observing() {
        // tag::observing
        Observation observation = connections.observe(event -> {
            if (event instanceof ConnectionLost lost) {
                alert(lost.connection() + " is lost: " + lost.reason());
            } else if (event instanceof Blocked blocked) {
                alert("the broker takes no messages: " + blocked.reason());
            } else if (event instanceof Unroutable lost) {
                alert("no queue takes " + lost.exchange() + "/" + lost.routingKey());
            } else if (event instanceof DeadLettered dead) {
                alert(dead.queue() + " has a dead letter: " + dead.exception());
            }
        });
        // end::observing
        try (Connection connection = connections.connect()) {
            connection.publish(new OutgoingMessage("", "nowhere", true, Properties.NONE, "a".getBytes(UTF_8)));
        } catch (UnroutableException expected) {
            assertThat(expected.getMessage()).contains("nowhere");
        }
        Await.until("the alert", BOUND, () -> !alerts.isEmpty());
        broker.cutConnections();
        Await.until("the other alert", BOUND, () -> alerts.size() == 2);
        observation.close();
        assertThat(alerts).containsExactly("no queue takes /nowhere", "carrot (publish) is lost: connection lost: cut");
    }

    @Test
    void listening() throws Exception {
        Decoder<String> decoder = Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
        SubscribeOptions options = SubscribeOptions.DEFAULT.topology(
                Topology.builder().queue(QueueDeclaration.of("feed")).build());
        // tag::listening
        Consumer<String> inbox = Consumer.of(connections, "feed", decoder, options)
                .onChange(event -> {
                    if (event instanceof ConsumerFailed failed && failed.givenUp()) {
                        alert(failed.queue() + " is not consumed any more: " + failed.cause());
                    }
                });
        // end::listening
        inbox.onChange(event -> alert(event.getClass().getSimpleName()));
        assertThat(inbox.receive(Duration.ZERO)).isEmpty();
        inbox.close();
        assertThat(alerts).containsExactly("ConsumerStarted");
    }
}
