package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.client.FakeBroker.Conversation;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the client without waits says to a broker where it is more than the other one's methods. */
class AsyncStompClientTest extends ScriptedBrokerTests {
    private AsyncStompClient client() {
        return connected(broker(peer -> {
                    peer.greet("version:1.2", "server:RabbitMQ/4.3.6");
                    for (String frame = peer.frame(); frame != null; frame = peer.frame()) {
                        frames.add(frame);
                        if (Conversation.header(frame, "receipt") != null) {
                            receipt(peer, frame);
                        }
                        if (frame.startsWith("SUBSCRIBE")) {
                            message(peer, frame, "one");
                        }
                    }
                }))
                .async();
    }

    @Test
    void t07_commitsWhenTheWorkIsDone() throws Exception {
        AsyncStompClient client = client();
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> result = client.transaction(transaction -> transaction
                        .send("/queue/a", body(), Map.of("foo", "bar"))
                        .thenApply(nothing -> {
                            awaitUninterrupted(release);
                            return "done";
                        }))
                .toCompletableFuture();

        String begin = frame();
        String transaction = "transaction:" + Conversation.header(begin, "transaction");
        assertThat(begin).startsWith("BEGIN\n").contains("receipt:");
        assertThat(frame())
                .startsWith("SEND\n")
                .contains(transaction, "foo:bar")
                .doesNotContain("receipt:");
        assertThat(frames).as("before the work is done").isEmpty();
        release.countDown();
        assertThat(frame()).startsWith("COMMIT\n").contains(transaction, "receipt:");
        assertThat(await(result)).isEqualTo("done");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void t07_abortsWhenTheWorkFails_whichIsWhatItFailsWith() throws Exception {
        AsyncStompClient client = client();
        IllegalStateException boom = new IllegalStateException("boom");

        for (CompletableFuture<?> result : java.util.List.of(
                client.transaction(transaction -> CompletableFuture.failedStage(boom))
                        .toCompletableFuture(),
                client.transaction(transaction -> {
                            throw boom;
                        })
                        .toCompletableFuture())) {
            assertThatThrownBy(() -> await(result)).hasRootCause(boom);
        }
        assertThat(java.util.stream.Stream.of(frame(), frame(), frame(), frame())
                        .map(frame -> frame.lines().findFirst().orElseThrow()))
                .containsExactlyInAnyOrder("BEGIN", "BEGIN", "ABORT", "ABORT");
    }

    @Test
    void tellsWithoutAReceipt() throws Exception {
        AsyncStompClient client = client();
        await(client.tell("/queue/a", body(), Map.of("foo", "bar")));
        client.blocking().tell("/queue/b", body(), Map.of());

        assertThat(frame())
                .startsWith("SEND\n")
                .contains("destination:/queue/a", "foo:bar", "\n\nx")
                .doesNotContain("receipt:");
        assertThat(frame()).contains("destination:/queue/b").doesNotContain("receipt:");
    }

    @Test
    void t06_refusesOnce_withFurtherHeaders() throws Exception {
        AsyncStompClient client = client();
        CompletableFuture<StompMessage> given = new CompletableFuture<>();
        await(client.subscribe("/queue/a", SubscriptionOptions.DEFAULT.manual(), message -> {
            given.complete(message);
            return null;
        }));
        assertThat(frame()).startsWith("SUBSCRIBE\n");
        StompMessage message = await(given);

        assertThat(await(client.nack(message, Map.of("requeue", "false")))).isTrue();
        assertThat(await(client.nack(message, Map.of()))).isFalse();
        assertThat(await(client.ack(message))).isFalse();
        assertThat(frame()).startsWith("NACK\n").contains("id:one", "requeue:false");
        await(client.tell("/queue/b", body(), Map.of()));
        assertThat(frame()).as("the next frame").startsWith("SEND\n");
    }

    @Test
    void receivesTheRepliesThatRabbitMqSubscribesTo() throws Exception {
        StompClient client = connected(broker(peer -> {
            peer.greet("version:1.2", "server:RabbitMQ/4.3.6");
            for (String frame = peer.frame(); frame != null; frame = peer.frame()) {
                frames.add(frame);
                receipt(peer, frame);
                if (frame.startsWith("SEND")) {
                    peer.write(
                            "MESSAGE\nsubscription:/temp-queue/x\nmessage-id:1\ndestination:/reply-queue/g\n\nreply\0");
                }
            }
        }));
        StompSubscription replies = client.subscribe("/temp-queue/x", SubscriptionOptions.DEFAULT);
        client.send("/queue/a", body(), Map.of("reply-to", "/temp-queue/x"));

        StompMessage reply = client.receive(replies, BOUND);
        assertThat(reply.text()).isEqualTo("reply");
        assertThat(client.ack(reply)).isFalse();
        client.unsubscribe(replies);
        client.disconnect();
        assertThat(frame()).startsWith("SEND\n");
        assertThat(frame()).startsWith("DISCONNECT\n");
    }
}
