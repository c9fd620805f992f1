package io.carrotmq.stomp.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.client.ClientOptions;
import io.carrotmq.stomp.client.StompClient;
import io.carrotmq.stomp.client.StompMessage;
import io.carrotmq.stomp.client.StompSubscription;
import io.carrotmq.stomp.client.SubscriptionOptions;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.failover.Attempt;
import io.carrotmq.stomp.failover.Failover;
import io.carrotmq.stomp.failover.FailoverSequence;
import io.carrotmq.stomp.failover.FailoverUri;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompParser;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.frame.StompWriter;
import io.carrotmq.stomp.session.StompSession;
import io.carrotmq.stomp.session.Subscription;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/stomp.md shows. */
@WithBroker
@Timeout(60)
class StompPageTest {
    private final BlockingQueue<String> booked = new LinkedBlockingQueue<>();

    private void book(String order) {
        if (order.equals("nonsense")) {
            throw new IllegalArgumentException("no order: " + order);
        }
        booked.add(order);
    }

    @Test
    void client(EmbeddedActiveMq broker) throws Exception {
        String uri = broker.uri().toString();
        // tag::client
        ClientOptions options = ClientOptions.of("failover:(" + uri + ")?startupMaxReconnectAttempts=10");
        try (StompClient client = StompClient.of(options)) {
            client.connect();
            client.subscribe(
                    "/queue/orders",
                    SubscriptionOptions.DEFAULT.errorDestination("/queue/orders.failed"),
                    message -> book(message.text()));

            client.send("/queue/orders", "one".getBytes(UTF_8), Map.of("persistent", "true"));
            client.transaction(transaction -> {
                transaction.send("/queue/orders", "two".getBytes(UTF_8), Map.of());
                transaction.send("/queue/orders", "nonsense".getBytes(UTF_8), Map.of());
            });

            StompSubscription failed = client.subscribe("/queue/orders.failed", SubscriptionOptions.DEFAULT);
            StompMessage message = client.receive(failed, Duration.ofSeconds(10));
            String reason = message.headers().get("message-failed");
            client.ack(message);
            // end::client
            assertThat(message.text()).isEqualTo("nonsense");
            assertThat(reason).isEqualTo("no order: nonsense");
            // tag::client
        }
        // end::client
        assertThat(List.of(booked.poll(30, TimeUnit.SECONDS), booked.poll(30, TimeUnit.SECONDS)))
                .containsExactly("one", "two");
    }

    @Test
    void frames() {
        byte[] received =
                "MESSAGE\nsubscription:1\nmessage-id:7\nack:a\\c7\ndestination:/queue/orders\n\none\0".getBytes(UTF_8);
        List<StompFrame> messages = new ArrayList<>();
        // tag::frames
        StompParser parser = new StompParser(FrameLimits.DEFAULT);
        parser.version(StompVersion.V1_2);
        parser.add(received, 0, received.length);
        for (StompFrame frame = parser.next(); frame != null; frame = parser.next()) {
            messages.add(frame);
        }

        StompFrame ack = StompCommands.ack(messages.get(0), Map.of(), null, "r1", StompVersion.V1_2);
        byte[] bytes = StompWriter.bytes(ack, StompVersion.V1_2);
        // end::frames
        assertThat(bytes).isEqualTo("ACK\nid:a\\c7\nreceipt:r1\n\n\0".getBytes(UTF_8));
    }

    @Test
    void session() {
        StompFrame connected =
                StompFrame.builder("CONNECTED").header("version", "1.2").build();
        // tag::session
        StompSession session = new StompSession();
        StompFrame connect = session.connect("/", "guest", "guest", HeartBeat.NONE, Map.of());
        session.connected(connected);
        StompFrame subscribe = session.subscribe(
                new Subscription("/queue/orders", "1", AckMode.CLIENT_INDIVIDUAL, Map.of(), "r1", null));

        session.close(false);
        StompFrame reconnect = session.connect("/", "guest", "guest", HeartBeat.NONE, Map.of());
        session.connected(connected);
        List<StompFrame> again =
                session.replay().stream().map(session::subscribe).toList();
        // end::session
        assertThat(reconnect).isEqualTo(connect);
        assertThat(again).containsExactly(subscribe);
    }

    @Test
    void failover() {
        // tag::failover
        Failover failover = new Failover(FailoverUri.parse(
                "failover:(stomp://a,stomp+ssl://b:61617)?randomize=false,startupMaxReconnectAttempts=3"));
        FailoverSequence attempts = failover.attempts();
        Attempt first = attempts.next(null);
        Attempt second = attempts.next(new IOException("a refuses"));
        // end::failover
        assertThat(first.broker()).hasToString("stomp://a:61613");
        assertThat(first.delay()).isZero();
        assertThat(second.broker()).hasToString("stomp+ssl://b:61617");
        assertThat(second.delay()).isEqualTo(Duration.ofMillis(10));
    }
}
