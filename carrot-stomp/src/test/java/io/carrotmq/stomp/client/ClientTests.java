package io.carrotmq.stomp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What tests of the clients have in common: a broker, a queue of each test's own, and clients that are closed. */
@Timeout(120)
abstract class ClientTests {
    static final Duration BOUND = Duration.ofSeconds(30);
    private static final String LAST = "the last one";

    final TestedBroker broker;
    final String queue = "/queue/client-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();

    ClientTests(TestedBroker broker) {
        this.broker = broker;
    }

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

    static ClientOptions.Builder options(String uri, StompVersion version) {
        return ClientOptions.builder(uri)
                .connection(ConnectionOptions.DEFAULT.toBuilder()
                        .versions(version)
                        .connectTimeout(BOUND)
                        .connectedTimeout(BOUND)
                        .build());
    }

    ClientOptions.Builder options(StompVersion version) {
        return options(broker.uri().toString(), version);
    }

    ClientOptions.Builder options(FaultProxy proxy, StompVersion version) {
        return options(proxy.uri(broker.uri()).toString(), version);
    }

    StompClient connected(ClientOptions.Builder options) {
        StompClient client = StompClient.of(options.build());
        open.add(0, () -> client.async().disconnect(Duration.ofSeconds(5)));
        client.connect();
        return client;
    }

    StompClient connected(StompVersion version) {
        return connected(options(version));
    }

    FaultProxy proxy() {
        return closed(FaultProxy.to(broker.uri()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
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

    static List<StompMessage> receive(StompClient client, StompSubscription subscription, int count) {
        List<StompMessage> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.add(receive(client, subscription));
        }
        return messages;
    }

    /** What the queue has: up to a message that is sent now, so that nothing else was before it. */
    List<StompMessage> messages(String destination) {
        StompClient client = connected(StompVersion.V1_2);
        StompSubscription subscription = client.subscribe(destination, SubscriptionOptions.DEFAULT);
        client.send(destination, bytes(LAST));
        List<StompMessage> messages = new ArrayList<>();
        for (; ; ) {
            StompMessage message = receive(client, subscription);
            client.ack(message);
            if (message.text().equals(LAST)) {
                client.disconnect();
                return messages;
            }
            messages.add(message);
        }
    }

    List<String> texts(String destination) {
        return messages(destination).stream().map(StompMessage::text).toList();
    }

    /** Waits for messages to come again, which they do some time after their connection has ended. */
    List<String> returned(int count) {
        StompClient client = connected(StompVersion.V1_2);
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        List<StompMessage> messages = receive(client, subscription, count);
        messages.forEach(client::ack);
        client.disconnect();
        List<String> all =
                new ArrayList<>(messages.stream().map(StompMessage::text).toList());
        all.addAll(texts(queue));
        return all;
    }
}
