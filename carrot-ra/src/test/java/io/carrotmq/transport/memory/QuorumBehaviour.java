package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Properties;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quorum queues: what they count, and what they are not. */
abstract class QuorumBehaviour extends Behaviour {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final List<String> declared = new ArrayList<>();

    @AfterEach
    void delete() {
        Recorder last = client().open();
        declared.forEach(last.channel()::deleteQueue);
    }

    private QueueDeclaration quorum(String suffix) {
        String name = name(suffix);
        declared.add(name);
        return QueueDeclaration.quorum(name);
    }

    private String given(QueueDeclaration declaration, String... bodies) throws Exception {
        String name = channel().queue(declaration);
        Recorder publisher = client().open().confirming();
        for (String body : bodies) {
            publisher.publish("", name, body);
            publisher.told();
        }
        return name;
    }

    /** Takes the next message and loses the channel under it. */
    private IncomingMessage lost(String queue) throws Exception {
        Recorder taker = client().open();
        taker.consume(queue, 1);
        IncomingMessage message = taker.delivery();
        taker.channel().close();
        return message;
    }

    @Test
    void lossesCountAndReturnsDoNot() throws Exception {
        String queue = given(quorum("q"), "m");
        Recorder taker = client().open();
        taker.consume(queue, 1);
        IncomingMessage first = taker.delivery();
        assertThat(first.properties().headers()).isEmpty();
        assertThat(first.redelivered()).isFalse();
        taker.channel().nack(first.deliveryTag(), true);
        IncomingMessage second = taker.delivery();
        assertThat(second.redelivered()).isTrue();
        assertThat(second.properties().headers()).isEqualTo(Map.of("x-acquired-count", 1L));
        taker.channel().close();
        assertThat(lost(queue).properties().headers())
                .isEqualTo(Map.of("x-acquired-count", 2L, "x-delivery-count", 1L));
        assertThat(lost(queue).properties().headers())
                .isEqualTo(Map.of("x-acquired-count", 3L, "x-delivery-count", 2L));
    }

    @Test
    void whatIsGivenBackAsFailedCountsAsALoss() throws Exception {
        String dead = declared("dead");
        String queue = given(quorum("q").deliveryLimit(1).deadLetterTo("", dead), "m");
        Recorder taker = client().open();
        taker.consume(queue, 1);
        taker.channel().giveBackFailed(taker.delivery().deliveryTag());
        IncomingMessage again = taker.delivery();
        assertThat(again.redelivered()).isTrue();
        assertThat(again.properties().headers()).isEqualTo(Map.of("x-acquired-count", 1L, "x-delivery-count", 1L));
        taker.channel().giveBackFailed(again.deliveryTag());
        channel().consume(dead, 1);
        assertThat(channel().delivery().properties().headers()).containsEntry("x-first-death-reason", "delivery_limit");
    }

    @Test
    void messageThatIsLostOftenerThanTheLimitIsDead() throws Exception {
        String dead = declared("dead");
        String queue = given(quorum("q").deliveryLimit(1).deadLetterTo("", dead), "m");
        assertThat(lost(queue).redelivered()).isFalse();
        assertThat(lost(queue).redelivered()).isTrue();
        channel().consume(dead, 1);
        assertThat(channel().delivery().properties().headers())
                .containsEntry("x-first-death-reason", "delivery_limit")
                .containsEntry("x-first-death-queue", queue)
                .doesNotContainKey("x-delivery-count");
        Await.until("none left", BOUND, () -> channel().channel().verifyQueue(queue) == 0);
    }

    @Test
    void limitIsTwentyUnlessThereIsNone() throws Exception {
        for (int limit : new int[] {0, -1}) {
            QueueDeclaration declaration = quorum("q" + limit);
            String queue = given(limit == 0 ? declaration : declaration.deliveryLimit(-1), "m");
            for (int i = 0; i <= 20; i++) {
                lost(queue);
            }
            Recorder taker = client().open();
            taker.consume(queue, 1);
            if (limit == -1) {
                assertThat(taker.delivery().properties().headers()).containsEntry("x-delivery-count", 21L);
            }
            taker.channel().close();
            long left = limit == -1 ? 1 : 0;
            Recorder looking = client().open();
            Await.until("what is left", BOUND, () -> looking.channel().verifyQueue(queue) == left);
        }
    }

    @Test
    void whatItIsNot() {
        QueueDeclaration queue = QueueDeclaration.classic(quorum("q").name());
        QueueDeclaration quorum = new QueueDeclaration(
                queue.name(), QueueType.DEFAULT, true, false, false, Map.of("x-queue-type", "quorum"));
        String of = " for queue '" + queue.name() + "' in vhost '/'";
        assertThat(List.of(
                        refusal(quorum.durable(false)),
                        refusal(new QueueDeclaration(
                                queue.name(), QueueType.DEFAULT, true, true, false, quorum.arguments())),
                        refusal(quorum.autoDelete(true)),
                        refusal(quorum.maxPriority(5)),
                        refusal(queue.deliveryLimit(3)),
                        refusal(quorum.overflow(Overflow.REJECT_PUBLISH_DLX))))
                .containsExactly(
                        "406 PRECONDITION_FAILED - invalid property 'non-durable'" + of,
                        "406 PRECONDITION_FAILED - invalid property 'exclusive-owner'" + of,
                        "406 PRECONDITION_FAILED - invalid property 'auto-delete'" + of,
                        "406 PRECONDITION_FAILED - invalid arg 'x-max-priority'" + of
                                + " of queue type rabbit_quorum_queue",
                        "406 PRECONDITION_FAILED - invalid arg 'x-delivery-limit'" + of
                                + " of queue type rabbit_classic_queue",
                        "taken");
    }

    @Test
    void otherTypeOrLimitIsAnotherQueue() {
        QueueDeclaration queue = quorum("q").deliveryLimit(3);
        channel().queue(queue);
        String unequal = "406 PRECONDITION_FAILED - inequivalent arg ";
        String of = " for queue '" + queue.name() + "' in vhost '/': received ";
        assertThat(List.of(
                        refusal(QueueDeclaration.classic(queue.name())),
                        refusal(queue.deliveryLimit(4)),
                        refusal(QueueDeclaration.quorum(queue.name()))))
                .containsExactly(
                        unequal + "'x-queue-type'" + of + "'classic' but current is 'quorum'",
                        unequal + "'x-delivery-limit'" + of + "'4' but current is '3'",
                        unequal + "'x-delivery-limit'" + of + "none but current is the value '3' of type 'long'");
    }

    @Test
    void prioritiesAreToldApartWithoutAnArgument() throws Exception {
        String queue = given(quorum("q"));
        Recorder publisher = client().open().confirming();
        for (int priority : new int[] {0, 3, 4, 5, 9, 31, 40}) {
            publisher.publish(
                    "",
                    queue,
                    "p" + priority,
                    Properties.builder().priority(priority).build());
            publisher.told();
        }
        publisher.publish("", queue, "none");
        publisher.told();
        channel().consume(queue, 1000);
        assertThat(channel().bodies(8)).containsExactly("p31", "p40", "p9", "p5", "p4", "none", "p3", "p0");
    }

    private String refusal(QueueDeclaration declaration) {
        try {
            client().open().channel().declare(declaration);
            return "taken";
        } catch (TransportException e) {
            return e.closure().replyCode() + " " + e.closure().text();
        }
    }
}
