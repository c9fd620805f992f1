package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.DeadLettering;
import io.carrotmq.example.it.probe.Attempts.Attempt;
import io.carrotmq.example.it.probe.MarkedBean;
import io.carrotmq.example.it.probe.Order;
import io.carrotmq.example.it.probe.Order.Act;
import io.carrotmq.example.it.probe.PlainBean;
import io.carrotmq.example.it.probe.Source;
import io.carrotmq.example.it.probe.StateResource.State;
import io.carrotmq.example.it.probe.Work;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A delivery ends as its transaction does: both kinds of beans, both kinds of data sources, every way to fail. */
@Timeout(180)
class RedeliveryIT {
    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final Map<String, String> QUEUES = Map.of("marked", MarkedBean.QUEUE, "plain", PlainBean.QUEUE);

    private static final String AFTER_THE_BAD_ONE = "after-the-bad-one";

    private static App app;
    private static RawQueues queues;

    /** All at once, so that the transactions that time out do so together. */
    @BeforeAll
    static void sendOrders() throws Exception {
        app = ProbeServer.shared().app();
        queues = new RawQueues(ProbeServer.brokerUri());
        queues.declare(Work.DONE);
        for (String queue : QUEUES.values()) {
            Await.until("queue " + queue, BOUND, () -> ProbeServer.management().queueExists(queue));
        }
        for (Arguments order : (Iterable<Arguments>) orders()::iterator) {
            String bean = (String) order.get()[0];
            queues.publishJson(QUEUES.get(bean), order(bean, (Act) order.get()[1], (Source) order.get()[2]));
        }
    }

    @AfterAll
    static void close() throws Exception {
        if (queues != null) {
            queues.close();
        }
    }

    static Stream<Arguments> orders() {
        List<Arguments> all = new ArrayList<>();
        for (String bean : List.of("marked", "plain")) {
            for (Act act : Act.values()) {
                for (Source source : List.of(Source.DEFAULT, Source.XA)) {
                    all.add(Arguments.of(bean, act, source));
                }
            }
        }
        return all.stream();
    }

    private static Order order(String bean, Act act, Source source) {
        return new Order(bean + "-" + act + "-" + source, act, source);
    }

    private static State settled(Order order, int attempts) {
        return Await.value(
                attempts + " attempts and a row of " + order.id(),
                BOUND,
                () -> app.<State>get("state/" + order.id(), State.class),
                state -> state.attempts().size() >= attempts && state.ordinaryRows() + state.xaRows() > 0);
    }

    @ParameterizedTest(name = "{0} bean, {1}, {2} data source")
    @MethodSource("orders")
    void failedDelivery_comesAgainAndLeavesNoRow(String bean, Act act, Source source) throws Exception {
        Order order = order(bean, act, source);
        List<Attempt> expected = new ArrayList<>();
        expected.add(new Attempt(order.id(), false, 0, bean));
        if (act != Act.RETURN) {
            expected.add(new Attempt(order.id(), true, 0, bean));
        }

        State state = settled(order, expected.size());

        assertThat(state.attempts()).isEqualTo(expected);
        assertThat(state.ordinaryRows()).isEqualTo(source == Source.DEFAULT ? 1 : 0);
        assertThat(state.xaRows()).isEqualTo(source == Source.XA ? 1 : 0);
    }

    @Test
    void whatCannotBeDecoded_isADeadLetter_andTheBeanLives() throws Exception {
        Order order = new Order(AFTER_THE_BAD_ONE, Act.RETURN, Source.DEFAULT);
        queues.publish(MarkedBean.QUEUE, "{ no JSON");
        queues.publishJson(MarkedBean.QUEUE, order);

        assertThat(settled(order, 1).attempts()).containsExactly(new Attempt(order.id(), false, 0, "marked"));
        Await.until(
                "the dead letter",
                BOUND,
                () -> queues.take(MarkedBean.QUEUE + DeadLettering.SUFFIX).equals(Optional.of("{ no JSON")));
    }

    @Test
    void everyOrderIsAnsweredOnce_andNothingIsLeftInTheQueues() throws Exception {
        Map<String, Integer> answers = new TreeMap<>();
        Map<String, Integer> once = new TreeMap<>();
        for (Arguments each : (Iterable<Arguments>) orders()::iterator) {
            Order order = order((String) each.get()[0], (Act) each.get()[1], (Source) each.get()[2]);
            settled(order, order.act() == Act.RETURN ? 1 : 2);
            once.put(order.id(), 1);
        }
        for (String queue : QUEUES.values()) {
            Await.until(
                    "an empty " + queue, BOUND, () -> ProbeServer.management().messages(queue) == 0);
            assertThat(queues.takeAll(queue + DeadLettering.SUFFIX)).isEmpty();
        }
        for (String id : queues.takeAll(Work.DONE)) {
            answers.merge(id, 1, Integer::sum);
        }
        answers.remove(AFTER_THE_BAD_ONE);
        assertThat(answers).isEqualTo(once);
    }
}
