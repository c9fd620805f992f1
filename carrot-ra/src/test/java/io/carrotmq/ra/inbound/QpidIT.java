package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.LoggedLines;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.FaultProxy;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QpidIT {
    private static EmbeddedQpid broker;

    private final String queue = "QpidIT-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        broker = EmbeddedQpid.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void whatFailsOnce_isDeliveredAgainAndThenAcknowledged() throws Exception {
        List<Boolean> redelivered = new CopyOnWriteArrayList<>();
        try (Deployment deployment = new Deployment(Profile.LIBERTY, broker.uri());
                Wire wire = new Wire(broker.uri())) {
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                deployment.container.write("row");
                redelivered.add(delivery.envelope().redelivered());
                if (redelivered.size() == 1) {
                    throw new IllegalArgumentException("not this time");
                }
            });
            deployment.activate(bean, Deployment.spec(queue));
            wire.awaitConsumers(queue, 2);
            wire.send(queue, new Order("carrot", 1));
            Await.until(
                    "a row", Deployment.BOUND, () -> deployment.container.rows().size() == 1);
            assertThat(redelivered).containsExactly(false, true);
            deployment.stop();
            assertThat(wire.ready(queue)).isZero();
        }
    }

    @Test
    void whatAlwaysFails_isADeadLetter_andTheBeanGoesOn() throws Exception {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, broker.uri());
                Wire wire = new Wire(broker.uri())) {
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                Order order = (Order) delivery.body();
                if (order.item.equals("weed")) {
                    delivery.fail(new IllegalArgumentException("no weeds"));
                } else {
                    deployment.container.write("row " + order.count);
                }
            });
            deployment.activate(bean, Deployment.spec(queue));
            wire.awaitConsumers(queue, 2);
            for (int i = 0; i < 3; i++) {
                wire.send(queue, new Order("weed", i));
            }
            for (int i = 0; i < 3; i++) {
                wire.take(queue + ".dlq");
            }
            for (int i = 0; i < 3; i++) {
                wire.send(queue, new Order("carrot", i));
            }
            Await.until(
                    "rows", Deployment.BOUND, () -> deployment.container.rows().size() == 3);
            deployment.stop();
            assertThat(wire.ready(queue)).isZero();
        }
    }

    @Test
    void aCutConnection_isReplaced() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                Deployment deployment = new Deployment(Profile.WILDFLY, proxy.uri(broker.uri()));
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound");
                Wire wire = new Wire(broker.uri())) {
            deployment.activate(
                    deployment.marked(delivery -> deployment.container.write("row")), Deployment.spec(queue));
            wire.awaitConsumers(queue, 2);
            proxy.cut();
            Await.until(
                    "the loss",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0717").size() == 1);
            wire.send(queue, new Order("carrot", 1));
            Await.until(
                    "a row", Deployment.BOUND, () -> deployment.container.rows().size() == 1);
        }
    }
}
