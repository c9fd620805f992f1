package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.PublishException;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who connects when, and what closing does. */
interface LifecycleContract {

    @Test
    default void c18_nothingConnectsBeforeItHasTo(Bench bench) {
        String queue = bench.name("queue");
        Await.until("quiet", Bench.PATIENCE, () -> bench.openConnections() == 0);

        try (ConnectionFactory connections = bench.others();
                Publisher<String> publisher =
                        Publisher.of(connections, Bench.TEXT, SendOptions.DEFAULT.routingKey(queue));
                Consumer<String> consumer = Consumer.of(connections, queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
                ConsumerSet set = ConsumerSet.of(connections)) {
            set.add(queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
            consumer.onMessage(delivery -> {});
            assertThat(publisher.to(queue)).isNotNull();
            assertThat(bench.openConnections()).isZero();

            try (Connection connection = connections.connect()) {
                assertThat(connection.broker().product()).isNotEmpty();
                assertThat(bench.openConnections()).isPositive();
            }
        }
        Await.until("every connection to be closed", Bench.PATIENCE, () -> bench.openConnections() == 0);
    }

    @Test
    default void c18_closingTwiceIsClosingOnce(Bench bench) throws Exception {
        String queue = bench.queue();
        ConnectionFactory connections = bench.others();
        Consumer<String> consumer = Consumer.of(connections, queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
        ConsumerSet set = ConsumerSet.of(connections).add(queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
        Publisher<String> publisher = Publisher.of(connections, Bench.TEXT, SendOptions.DEFAULT.routingKey(queue));
        assertThat(consumer.receive(Duration.ZERO)).isEmpty();
        assertThat(set.receive(Duration.ZERO)).isEmpty();
        Connection connection = connections.connect();
        Subscription subscription = connection.subscribe(queue, SubscribeOptions.DEFAULT);

        for (int i = 0; i < 2; i++) {
            subscription.close();
            connection.close();
            consumer.close();
            set.close();
            publisher.close();
        }
        assertThatThrownBy(() -> subscription.poll(Duration.ZERO)).isInstanceOf(ConsumeException.class);
        assertThatThrownBy(() -> connection.messageCount(queue)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(consumer::fetch).isInstanceOf(ConsumeException.class);
        assertThatThrownBy(() -> consumer.receive(Duration.ZERO)).isInstanceOf(ConsumeException.class);
        assertThatThrownBy(() -> set.receive(Duration.ZERO)).isInstanceOf(ConsumeException.class);
        assertThatThrownBy(() -> publisher.send("late")).isInstanceOf(PublishException.class);

        connections.close();
        connections.close();
        assertThatThrownBy(connections::connect)
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        closed -> assertThat(closed.isTemporary()).isFalse());
    }

    @Test
    default void c18_blockThatFailsClosesAllTheSame(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "hello");
        IllegalStateException trouble = new IllegalStateException("trouble");

        assertThatThrownBy(() -> {
                    try (Consumer<String> consumer = bench.consumer(queue)) {
                        assertThat(Bench.next(consumer).body()).isEqualTo("hello");
                        throw trouble;
                    }
                })
                .isSameAs(trouble);

        bench.awaitCount(queue, 1);
    }

    @Test
    default void closingAFactoryEndsWhatIsOpen(Bench bench) throws Exception {
        String queue = bench.queue();
        ConnectionFactory connections = bench.others();
        Consumer<String> consumer = Consumer.of(connections, queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
        bench.send(queue, "hello");
        assertThat(Bench.next(consumer).body()).isEqualTo("hello");

        connections.close();

        bench.awaitCount(queue, 1);
        assertThatThrownBy(() -> consumer.receive(Bench.PATIENCE)).isInstanceOf(RuntimeException.class);
        consumer.close();
    }
}
