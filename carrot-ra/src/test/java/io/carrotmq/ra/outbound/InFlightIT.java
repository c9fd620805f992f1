package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumerCancelledException;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishBlockedException;
import io.carrotmq.PublishException;
import io.carrotmq.RawBroker;
import io.carrotmq.Receipt;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.UnroutableException;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.Fresh;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand messages on their way when the broker fails: each ends exactly once, and none hangs. */
@WithBroker
@Timeout(120)
class InFlightIT {
    private static final int COUNT = 1_000;
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** What became of the messages. */
    private static final class Outcomes {
        final List<CompletionStage<Receipt>> stages = new ArrayList<>();
        final AtomicInteger ends = new AtomicInteger();
        final AtomicInteger confirmed = new AtomicInteger();
        final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

        void add(CompletionStage<Receipt> stage) {
            stages.add(stage);
            stage.whenComplete((receipt, failure) -> {
                if (failure == null) {
                    confirmed.incrementAndGet();
                } else {
                    failures.add(failure);
                }
                ends.incrementAndGet();
            });
        }

        void assertEachEndsOnce() {
            Await.value("every stage to complete", BOUND, ends::get, count -> count == COUNT);
            assertThat(confirmed.get() + failures.size()).isEqualTo(COUNT);
        }
    }

    private static ConnectionFactory connections(URI broker) throws Exception {
        CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
        factory.setConnectionUri(broker.toString());
        factory.setConfirmTimeoutMillis(3_000L);
        return (ConnectionFactory) factory.createConnectionFactory();
    }

    private static OutgoingMessage message(String queue, int number) {
        return new OutgoingMessage("", queue, true, Properties.NONE, ("m" + number).getBytes(UTF_8));
    }

    private static Outcomes send(Connection connection, String queue) {
        Outcomes outcomes = new Outcomes();
        for (int i = 0; i < COUNT; i++) {
            outcomes.add(connection.publishAsync(message(queue, i)));
        }
        return outcomes;
    }

    private static void assertSendsAgain(ConnectionFactory connections, String queue) {
        Await.until("sends to work again", BOUND, () -> {
            try (Connection connection = connections.connect()) {
                return connection.publish(message(queue, -1)).confirmed();
            }
        });
    }

    @Test
    void k01_connectionIsCut(RabbitMq broker, FaultProxy proxy) throws Exception {
        try (ConnectionFactory connections = connections(proxy.uri(broker.uri()));
                RawBroker raw = new RawBroker(broker.uri())) {
            String queue = raw.givenQueue("cut");
            Outcomes outcomes;
            try (Connection connection = connections.connect()) {
                proxy.delay(Duration.ofMillis(500));
                outcomes = send(connection, queue);
                proxy.cut();
            }
            outcomes.assertEachEndsOnce();
            assertThat(outcomes.failures)
                    .isNotEmpty()
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(
                                    PublishException.class,
                                    e -> assertThat(e.mayHaveBeenDelivered()).isTrue()));
            proxy.heal();
            assertSendsAgain(connections, queue);
            raw.channel().queueDelete(queue);
        }
    }

    @Test
    void brokerIsFrozen(@Fresh RabbitMq broker) throws Exception {
        try (ConnectionFactory connections = connections(broker.uri());
                RawBroker raw = new RawBroker(broker.uri())) {
            String queue = raw.givenQueue("frozen");
            Outcomes outcomes;
            try (Connection connection = connections.connect()) {
                connection.publish(message(queue, -1));
                broker.freeze();
                try {
                    outcomes = send(connection, queue);
                    outcomes.assertEachEndsOnce();
                } finally {
                    broker.thaw();
                }
            }
            assertThat(outcomes.confirmed).hasValue(0);
            assertThat(outcomes.failures)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(
                                    PublishException.class,
                                    e -> assertThat(e.mayHaveBeenDelivered()).isTrue()));
            assertSendsAgain(connections, queue);
        }
    }

    /**
     * The broker's word that it is blocked takes its time, so that all are on their way, and may have been delivered; one
     * that comes later is not sent.
     */
    @Test
    void k03_brokerIsBlocked(@Fresh RabbitMq broker) throws Exception {
        try (FaultProxy slow = FaultProxy.to(broker.uri());
                ConnectionFactory connections = connections(slow.uri(broker.uri()));
                RawBroker raw = new RawBroker(broker.uri())) {
            String queue = raw.givenQueue("blocked");
            try (Connection connection = connections.connect()) {
                connection.publish(message(queue, -1));
                broker.memoryAlarm(true);
                slow.delay(Duration.ofSeconds(2));
                Outcomes outcomes = send(connection, queue);
                outcomes.assertEachEndsOnce();
                assertThat(outcomes.failures)
                        .isNotEmpty()
                        .allSatisfy(failure -> assertThat(failure)
                                .isInstanceOfSatisfying(
                                        PublishException.class,
                                        e -> assertThat(e.mayHaveBeenDelivered())
                                                .isEqualTo(!(e instanceof PublishBlockedException))));
                slow.heal();
                Await.until("a send to fail because the broker is blocked", BOUND, () -> {
                    Throwable failure = catchThrowable(() -> connection.publish(message(queue, COUNT)));
                    return failure instanceof PublishBlockedException
                            && failure.getMessage().startsWith("CARROT-0605");
                });
                broker.memoryAlarm(false);
            }
            assertSendsAgain(connections, queue);
        }
    }

    @Test
    void k04_queueIsDeletedUnderItsConsumer(RabbitMq broker) throws Exception {
        try (ConnectionFactory connections = connections(broker.uri());
                RawBroker raw = new RawBroker(broker.uri())) {
            String queue = raw.givenQueue("deleted");
            try (Connection connection = connections.connect();
                    Connection consuming = connections.connect();
                    Subscription subscription = consuming.subscribe(queue, SubscribeOptions.DEFAULT)) {
                connection.publish(message(queue, -1));
                subscription.poll(BOUND).orElseThrow().ack();
                Outcomes outcomes = new Outcomes();
                for (int i = 0; i < COUNT; i++) {
                    outcomes.add(connection.publishAsync(message(queue, i)));
                    if (i == COUNT / 2) {
                        raw.channel().queueDelete(queue);
                    }
                }
                outcomes.assertEachEndsOnce();
                assertThat(outcomes.failures)
                        .isNotEmpty()
                        .allSatisfy(failure -> assertThat(failure).isInstanceOf(PublishException.class));
                assertThatThrownBy(() -> connection.publish(message(queue, COUNT)))
                        .isInstanceOf(UnroutableException.class);
                assertThatThrownBy(() -> pollToTheEnd(subscription)).isInstanceOf(ConsumerCancelledException.class);
            }
        }
    }

    private static void pollToTheEnd(Subscription subscription) throws InterruptedException {
        Optional<Delivery<byte[]>> delivery = subscription.poll(BOUND);
        while (delivery.isPresent()) {
            delivery.get().ack();
            delivery = subscription.poll(BOUND);
        }
    }
}
