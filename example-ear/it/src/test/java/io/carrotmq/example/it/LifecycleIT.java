package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.it.relay.Item;
import io.carrotmq.example.it.relay.RelayBean;
import io.carrotmq.example.it.relay.RelayLog.Count;
import io.carrotmq.example.server.WildFlyServer;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Fresh;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application comes and goes in a server that stays: without a broker, under load, and many times. */
@WithBroker
@Timeout(300)
class LifecycleIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String EAR = "relay.ear";
    private static final String ADAPTER_CLASS = "io.carrotmq.ra.CarrotResourceAdapter";
    private static final String BEAN_CLASS = RelayBean.class.getName();
    /**
     * The server and the JDK remember one class of a kind each: an idle request thread the last request, the JDK the
     * last record it compared (ObjectMethods) and the last bean it looked at (ClassInfo).
     */
    private static final int REMEMBERED = 3;

    private static final int LOAD = 5_000;
    private static final int REDEPLOYMENTS = 20;

    @TempDir
    private static Path folder;

    private static RabbitMq broker;
    private static WildFlyServer server;
    private static ServerJvm jvm;
    private static App app;
    private static Path ear;

    @BeforeAll
    static void start(@Fresh RabbitMq rabbit) throws Exception {
        broker = rabbit;
        // The JDK's cache of bean properties holds classes softly; here soft references hold nothing.
        server = Servers.describe(broker.uri())
                .option("-XX:SoftRefLRUPolicyMSPerMB=0")
                .start();
        jvm = new ServerJvm(server.pid());
        app = new App(server.http(), "relay");
        ear = Archives.write(Archives.withAdapter("relay", Item.class), folder);
    }

    @AfterAll
    static void end() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void emptyQueues() throws Exception {
        broker.management().deleteQueue(RelayBean.IN);
        broker.management().deleteQueue(RelayBean.OUT);
        try (RawQueues queues = new RawQueues(broker.uri())) {
            queues.declare(RelayBean.OUT);
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(threads()).isEmpty();
        Await.until(
                "no connection at the broker",
                BOUND,
                () -> broker.management().connectionNames().isEmpty());
        Await.until("no channel at the broker", BOUND, () -> broker.management().channels() == 0);
    }

    private static List<String> threads() throws Exception {
        return jvm.threadsOf("carrot-", "io.carrotmq", "com.rabbitmq");
    }

    @Test
    void deployedWithoutBroker_startsAndConsumesOnceThereIsOne() throws Exception {
        broker.stop();
        server.deploy(ear);
        assertThat(app.<Count>get("relay/count", Count.class)).isEqualTo(new Count(0, 0, 0));

        broker.restart();
        Await.until("the bean's queue", BOUND, () -> broker.management().queueExists(RelayBean.IN));
        try (RawQueues queues = new RawQueues(broker.uri())) {
            queues.publishJson(RelayBean.IN, new Item("late"));
            Await.until("the message", BOUND, () -> queues.ready(RelayBean.OUT) == 1);
        }
        server.undeploy(EAR);
    }

    @Test
    void undeployedUnderLoad_leavesNothingBehind_andLosesAndRepeatsNoMessage() throws Exception {
        server.deploy(ear);
        Await.until("the bean's queue", BOUND, () -> broker.management().queueExists(RelayBean.IN));
        List<String> all = new ArrayList<>();
        try (RawQueues queues = new RawQueues(broker.uri())) {
            for (int i = 0; i < LOAD; i++) {
                String body = App.json(new Item(String.format("%06d", i)));
                queues.publish(RelayBean.IN, body);
                all.add(body);
            }
            queues.confirm();
            Await.until("a start", BOUND, () -> queues.ready(RelayBean.OUT) > 0);
            assertThat(threads()).isNotEmpty();

            server.undeploy(EAR);

            assertThat(threads()).isEmpty();
            Await.until(
                    "a broker that knows only the test",
                    BOUND,
                    () -> broker.management().connectionNames().equals(List.of("raw")));
            List<String> unprocessed = queues.takeAll(RelayBean.IN);
            List<String> processed = queues.takeAll(RelayBean.OUT);
            assertThat(unprocessed).as("undeployed before the end of the load").isNotEmpty();
            assertThat(processed).isNotEmpty();
            List<String> together = new ArrayList<>(unprocessed);
            together.addAll(processed);
            Collections.sort(together);
            assertThat(together).isEqualTo(all);
        }
    }

    @Test
    void redeployedManyTimes_keepsNoClassLoader() throws Exception {
        redeploy("first");
        assertThat(jvm.loadedClasses(ADAPTER_CLASS)).isGreaterThanOrEqualTo(1);
        assertThat(jvm.loadedClasses(BEAN_CLASS)).isGreaterThanOrEqualTo(1);
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            redeploy("message " + i);
        }
        server.undeploy(EAR);

        Await.until("the beans' class loaders to go", BOUND, () -> jvm.loadedClasses(BEAN_CLASS) <= REMEMBERED);
        Await.until("the adapters' class loaders to go", BOUND, () -> jvm.loadedClasses(ADAPTER_CLASS) <= REMEMBERED);
    }

    private static void redeploy(String message) throws Exception {
        server.deploy(ear);
        Await.until("the bean's queue", BOUND, () -> broker.management().queueExists(RelayBean.IN));
        try (RawQueues queues = new RawQueues(broker.uri())) {
            queues.publishJson(RelayBean.IN, new Item(message));
            Await.until("the message", BOUND, () -> queues.take(RelayBean.OUT).isPresent());
        }
    }
}
