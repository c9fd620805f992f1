package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.RawBroker;
import io.carrotmq.Receipt;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.UnroutableException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.WithBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker with other habits: it refuses an unroutable message before it returns it, and confirms one by one. */
@WithBroker
@Timeout(60)
class QpidPublishIT {
    private RawBroker raw;
    private ConnectionFactory connections;
    private String queue;

    @BeforeEach
    void open(EmbeddedQpid broker) throws Exception {
        raw = new RawBroker(broker.uri());
        queue = raw.givenQueue("qpid");
        connections = ConnectionFactory.open(broker.uri().toString());
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        raw.channel().queueDelete(queue);
        raw.close();
    }

    private static OutgoingMessage message(String exchange, String key, String body) {
        return new OutgoingMessage(exchange, key, true, Properties.NONE, body.getBytes(UTF_8));
    }

    @Test
    void brokerIsNamed() {
        try (Connection connection = connections.connect()) {
            assertThat(connection.broker().product()).contains("Qpid");
        }
    }

    @Test
    void everySendOfAMixedBatchEndsWithItsOwnOutcome() throws Exception {
        List<CompletionStage<Receipt>> sent = new ArrayList<>();
        try (Connection connection = connections.connect()) {
            for (int i = 0; i < 200; i++) {
                sent.add(connection.publishAsync(message("", i % 7 == 0 ? "nobody" : queue, "m" + i)));
            }
            for (int i = 0; i < sent.size(); i++) {
                var future = sent.get(i).toCompletableFuture();
                if (i % 7 == 0) {
                    assertThatThrownBy(future::join).hasCauseInstanceOf(UnroutableException.class);
                } else {
                    assertThat(future.join().confirmed()).isTrue();
                }
            }
        }
        assertThat(raw.count(queue)).isEqualTo(200 - 29);
    }

    private static OutgoingMessage with(Properties properties) {
        return new OutgoingMessage("", "never-sent", false, properties, new byte[0]);
    }

    /** Qpid takes an expiration for a point in time long past, and CC for a header like any other. */
    @Test
    void whatTheBrokerCannotDoIsNotSent() throws Exception {
        Properties expiring =
                Properties.builder().expiration(Duration.ofSeconds(5)).build();
        Properties copied = Properties.builder().header("CC", List.of(queue)).build();
        try (Connection connection = connections.connect()) {
            for (Properties properties : List.of(expiring, copied)) {
                OutgoingMessage wanting = with(properties);
                List<OutgoingMessage> batch = List.of(message("", queue, "not sent"), wanting);
                assertRefused(() -> connection.publish(wanting));
                assertRefused(() -> connection.publishAsync(wanting));
                assertRefused(() -> connection.publishAll(batch));
                assertRefused(() -> connection.tell(wanting));
            }
            assertThat(connection.publish(message("", queue, "plain")).confirmed())
                    .isTrue();
        }
        assertThat(raw.count(queue)).isEqualTo(1);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageStartingWith("CARROT-0622")
                .hasMessageContaining("Qpid");
    }

    @Test
    void missingExchangeThrowsAndTheNextSendWorks() {
        try (Connection connection = connections.connect()) {
            assertThatThrownBy(() -> connection.publish(message("no-such-exchange", queue, "x")))
                    .isInstanceOf(MessageRefusedException.class)
                    .hasMessageStartingWith("CARROT-0607");
        }
        try (Connection connection = connections.connect()) {
            assertThat(connection.publish(message("", queue, "y")).confirmed()).isTrue();
        }
    }

    @Test
    void subscriptionDeliversAndSettles() throws Exception {
        try (Connection connection = connections.connect()) {
            connection.publishAll(List.of(message("", queue, "one"), message("", queue, "two")));
            try (Subscription subscription = connection.subscribe(queue, SubscribeOptions.DEFAULT)) {
                Delivery<byte[]> first =
                        subscription.poll(Duration.ofSeconds(5)).orElseThrow();
                first.ack();
                Delivery<byte[]> second =
                        subscription.poll(Duration.ofSeconds(5)).orElseThrow();
                second.requeue();
                Delivery<byte[]> again =
                        subscription.poll(Duration.ofSeconds(5)).orElseThrow();
                assertThat(new String(again.content(), UTF_8)).isEqualTo("two");
                assertThat(again.envelope().redelivered()).isTrue();
                again.ack();
            }
        }
    }
}
