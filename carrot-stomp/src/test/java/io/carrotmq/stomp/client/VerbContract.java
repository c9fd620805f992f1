package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.frame.StompVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending, receiving, acknowledging and transactions, with every broker in every version. */
abstract class VerbContract extends ClientTests {
    VerbContract(TestedBroker broker) {
        super(broker);
    }

    @ParameterizedTest
    @EnumSource
    void sendsReceivesAndAcknowledges(StompVersion version) {
        StompClient client = connected(version);
        assertThat(client.connected().version()).isEqualTo(version);
        send(client, "one", "two");

        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        List<StompMessage> messages = receive(client, subscription, 2);

        assertThat(messages).extracting(StompMessage::text).containsExactly("one", "two");
        assertThat(client.ack(messages.get(0))).isTrue();
        assertThat(client.ack(messages.get(1))).isTrue();
        assertThat(client.ack(messages.get(1))).as("a second time").isFalse();
        client.disconnect();
        assertThat(client.connected()).isNull();
        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t06_acknowledgesEachForItself(StompVersion version) {
        StompClient client = connected(version);
        send(client, "one", "two", "three");
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);

        client.ack(receive(client, subscription, 3).get(1));
        client.disconnect();

        assertThat(returned(2)).containsExactlyInAnyOrder("one", "three");
    }

    @ParameterizedTest
    @EnumSource
    void t06_acknowledgesAllBefore(StompVersion version) {
        StompClient client = connected(version);
        send(client, "one", "two", "three");
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT.ackMode(AckMode.CLIENT));
        List<StompMessage> messages = receive(client, subscription, 3);

        assertThat(client.ack(messages.get(1))).isTrue();
        assertThat(client.ack(messages.get(0)))
                .as("acknowledged with the second one")
                .isFalse();
        client.disconnect();

        assertThat(returned(1)).containsExactly("three");
    }

    @ParameterizedTest
    @EnumSource
    void t06_needsNoAcknowledgement(StompVersion version) {
        StompClient client = connected(version);
        send(client, "one");
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT.ackMode(AckMode.AUTO));

        assertThat(client.ack(receive(client, subscription))).isFalse();
        client.disconnect();

        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t06_refuses(StompVersion version) {
        StompClient client = connected(version);
        send(client, "refused");
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        StompMessage message = receive(client, subscription);

        if (version == StompVersion.V1_0) {
            assertThatThrownBy(() -> client.nack(message))
                    .isInstanceOf(StompProtocolException.class)
                    .hasMessageContaining("NACK");
            assertThat(client.ack(message)).as("still to be acknowledged").isTrue();
            return;
        }
        assertThat(client.nack(message)).isTrue();
        switch (broker.refused()) {
            case COMES_AGAIN -> {
                StompMessage again = receive(client, subscription);
                assertThat(again.text()).isEqualTo("refused");
                assertThat(again.header("redelivered")).isEqualTo("true");
                client.ack(again);
            }
            case GOES_TO_DEAD_LETTERS -> {
                StompSubscription dead = client.subscribe("/queue/ActiveMQ.DLQ", SubscriptionOptions.DEFAULT);
                StompMessage moved = receive(client, dead);
                assertThat(moved.text()).isEqualTo("refused");
                client.ack(moved);
            }
            case IS_DROPPED -> {
                client.disconnect();
                assertThat(texts(queue)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void t07_commits(StompVersion version) {
        StompClient client = connected(version);
        try (StompTransaction transaction = client.begin()) {
            transaction.send(queue, bytes("one"));
            transaction.send(queue, bytes("two"));
            assertThat(texts(queue)).as("before the commit").isEmpty();

            transaction.commit();

            assertThatThrownBy(transaction::commit).isInstanceOf(StompProtocolException.class);
            assertThatThrownBy(() -> transaction.send(queue, bytes("late")))
                    .isInstanceOf(StompProtocolException.class)
                    .hasMessageStartingWith("CARROT-0467");
        }
        assertThat(texts(queue)).containsExactly("one", "two");
    }

    @ParameterizedTest
    @EnumSource
    void t07_aborts(StompVersion version) {
        StompClient client = connected(version);
        IOException failure = new IOException("nothing of it");

        assertThatThrownBy(() -> client.transaction(transaction -> {
                    transaction.send(queue, bytes("one"));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t07_acknowledgesInATransaction(StompVersion version) {
        StompClient client = connected(version);
        send(client, "in", "again");
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        List<StompMessage> messages = receive(client, subscription, 2);

        if (!broker.acknowledgesInTransactions()) {
            try (StompTransaction transaction = client.begin()) {
                assertThatThrownBy(() -> transaction.ack(messages.get(0)))
                        .isInstanceOf(StompConnectionException.class)
                        .hasMessageStartingWith("CARROT-0468");
            }
            client.disconnect();
            assertThat(returned(2)).containsExactlyInAnyOrder("in", "again");
            return;
        }
        client.transaction(transaction -> {
            transaction.send(queue + "-out", bytes("out"));
            transaction.ack(messages.get(0));
            assertThatThrownBy(() -> transaction.ack(messages.get(0)))
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageStartingWith("CARROT-0468");
        });
        try (StompTransaction aborted = client.begin()) {
            aborted.ack(messages.get(1));
        }
        client.disconnect();

        assertThat(texts(queue + "-out")).containsExactly("out");
        assertThat(returned(1)).containsExactly("again");
    }

    @ParameterizedTest
    @EnumSource
    void t05_carriesAnyBytes(StompVersion version) {
        StompClient client = connected(version);
        byte[] every = new byte[512];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        client.send(queue, every.clone());
        client.send(queue, new byte[0]);
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT.ackMode(AckMode.AUTO));

        List<StompMessage> messages = receive(client, subscription, 2);
        assertThat(messages.get(0).body()).isEqualTo(every);
        assertThat(messages.get(1).body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "V1_0", mode = EnumSource.Mode.EXCLUDE)
    void t05_carriesAnyHeader(StompVersion version) {
        StompClient client = connected(version);
        String value = "fen\u00eatre: \\ \u20ac\nline";
        client.send(queue, bytes("\u00fc"), Map.of("fen\u00eatre", value));
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT.ackMode(AckMode.AUTO));

        StompMessage message = receive(client, subscription);
        assertThat(message.text()).isEqualTo("\u00fc");
        assertThat(message.header("fen\u00eatre")).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void t02_forgetsSubscriptionsWhenDisconnected(StompVersion version) {
        StompClient client = connected(version);
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        client.disconnect();

        assertThatThrownBy(() -> client.send(queue, bytes("one")))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageStartingWith("CARROT-0460");
        assertThatThrownBy(() -> client.receive(subscription, Duration.ZERO))
                .isInstanceOf(StompConnectionException.class);
        client.connect();
        send(client, "one");
        assertThat(texts(queue)).containsExactly("one");
    }

    @ParameterizedTest
    @EnumSource
    void unsubscribes(StompVersion version) {
        StompClient client = connected(version);
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT.id("mine"));
        assertThatThrownBy(() -> client.subscribe(queue, SubscriptionOptions.DEFAULT.id("mine")))
                .isInstanceOf(StompProtocolException.class)
                .hasMessageStartingWith("CARROT-0477");

        client.unsubscribe(subscription);
        client.unsubscribe(subscription);

        send(client, "one");
        assertThat(texts(queue)).containsExactly("one");
    }
}
