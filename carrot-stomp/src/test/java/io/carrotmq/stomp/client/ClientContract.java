package io.carrotmq.stomp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the clients do with every broker, in every version. Where a broker differs its sub-class says so. */
@Timeout(60)
abstract class ClientContract {
    static final Duration BOUND = Duration.ofSeconds(30);
    private static final byte[] SENTINEL = "the last one".getBytes(UTF_8);

    final String queue = "/queue/client-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** The broker's address, with user and password. */
    abstract URI uri();

    /** Where the broker moves a persistent message that was refused; null if it gives it again. */
    abstract String deadLetters();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    <T extends AutoCloseable> T closed(T resource) {
        open.add(0, resource);
        return resource;
    }

    static ClientOptions options(String uri, StompVersion version) {
        return ClientOptions.of(uri)
                .connection(ConnectionOptions.DEFAULT.toBuilder()
                        .versions(version)
                        .heartBeat(
                                version == StompVersion.V1_0 ? HeartBeat.NONE : ConnectionOptions.DEFAULT.heartBeat())
                        .connectTimeout(BOUND)
                        .connectedTimeout(BOUND)
                        .build());
    }

    ClientOptions options(StompVersion version) {
        return options(uri().toString(), version);
    }

    StompClient connected(ClientOptions options) {
        StompClient client = closed(StompClient.of(options));
        client.connect();
        return client;
    }

    StompClient connected(StompVersion version) {
        return connected(options(version));
    }

    FaultProxy proxy() {
        return closed(FaultProxy.to(uri()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    void send(StompClient client, String... texts) {
        for (String text : texts) {
            client.send(queue, bytes(text), Map.of("persistent", "true"));
        }
    }

    static StompMessage receive(StompClient client, StompSubscription subscription) {
        StompMessage message = client.receive(subscription, BOUND);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    /** The next messages of a destination, acknowledged, up to one that is sent now: so nothing was before them. */
    List<String> drained(StompVersion version, String destination) {
        try (StompClient client = StompClient.of(options(version))) {
            client.connect();
            StompSubscription subscription = client.subscribe(destination, SubscriptionOptions.DEFAULT);
            client.send(destination, SENTINEL.clone());
            List<String> texts = new ArrayList<>();
            for (; ; ) {
                StompMessage message = receive(client, subscription);
                client.ack(message);
                if (message.text().equals(new String(SENTINEL, UTF_8))) {
                    return texts;
                }
                texts.add(message.text());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsReceivesAndAcknowledges(StompVersion version) {
        StompClient client = connected(version);
        assertThat(client.connected().version()).isEqualTo(version);
        send(client, "one", "two");

        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        StompMessage one = receive(client, subscription);
        StompMessage two = receive(client, subscription);

        assertThat(List.of(one.text(), two.text())).containsExactly("one", "two");
        assertThat(client.ack(one)).isTrue();
        assertThat(client.ack(two)).isTrue();
        assertThat(client.ack(two)).as("a second time").isFalse();
        client.disconnect();
        assertThat(client.connected()).isNull();
        assertThat(drained(version, queue)).isEmpty();
    }
}
