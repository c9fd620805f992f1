package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.carrotmq.DeadLettering;
import io.carrotmq.example.it.handling.Seen.Call;
import io.carrotmq.example.it.handling.StateResource.State;
import io.carrotmq.example.it.handling.Task;
import io.carrotmq.example.it.handling.Task.Act;
import io.carrotmq.example.it.handling.TaskHandler;
import io.carrotmq.example.it.mistaken.Mistakes;
import io.carrotmq.example.server.WildFlyException;
import io.carrotmq.example.server.WildFlyServer;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.io.IOException;
import java.net.URI;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Methods with {@code @Consume} in a web application beside the adapter: transactions, surroundings, and coming and going. */
@WithBroker
@Timeout(240)
class HandlingIT {
    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final String VIRTUAL_HOST = "handling";
    private static final String DEAD = TaskHandler.IN + DeadLettering.SUFFIX;
    private static final int LOAD = 60;
    private static final int REDEPLOYMENTS = 8;
    /** As in {@link LifecycleIT}. */
    private static final int REMEMBERED = 3;

    @TempDir
    private static Path folder;

    private static Management management;
    private static WildFlyServer server;
    private static ServerJvm jvm;
    private static App app;
    private static Path war;
    private static RawQueues queues;

    private boolean deployed;

    @BeforeAll
    static void start(RabbitMq rabbit) throws Exception {
        rabbit.management().deleteVirtualHost(VIRTUAL_HOST);
        rabbit.management().createVirtualHost(VIRTUAL_HOST);
        management = rabbit.management().inVirtualHost(VIRTUAL_HOST);
        URI broker = rabbit.uri("guest", "guest", VIRTUAL_HOST);
        // The JDK's cache of bean properties holds classes softly; here soft references hold nothing.
        server =
                Servers.describe(broker).option("-XX:SoftRefLRUPolicyMSPerMB=0").start();
        server.deploy(Archives.standAloneAdapter());
        jvm = new ServerJvm(server.pid());
        app = new App(server.http(), "handling");
        war = Archives.write(Archives.webApplication("handling", Task.class), folder);
        queues = new RawQueues(broker);
    }

    @AfterAll
    static void end() throws IOException {
        if (queues != null) {
            queues.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void emptyQueues() throws Exception {
        for (String queue : List.of(TaskHandler.IN, TaskHandler.DONE, DEAD)) {
            management.deleteQueue(queue);
        }
        queues.declare(TaskHandler.DONE);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (deployed) {
            undeploy();
        }
    }

    private void deploy() throws Exception {
        server.deploy(war);
        deployed = true;
        Await.until("the method's queue", BOUND, () -> management.queueExists(TaskHandler.IN));
    }

    private void undeploy() throws Exception {
        deployed = false;
        server.undeploy("handling.war");
        assertThat(jvm.threadsOf("\"carrot-", "io.carrotmq.cdi")).noneMatch(thread -> thread.contains("consumer"));
    }

    private static State state(Task task) throws Exception {
        return app.get("state/" + task.id(), State.class);
    }

    private static State called(Task task, int times) {
        return Await.value(
                times + " calls for " + task.id(),
                BOUND,
                () -> state(task),
                state -> state.calls().size() >= times);
    }

    private static void awaitHandled() {
        Await.until("an empty queue", BOUND, () -> management.messages(TaskHandler.IN) == 0);
    }

    @Test
    void methodRunsAsAComponentOfTheApplicationDoes() throws Exception {
        deploy();
        Task one = new Task("one", Act.RETURN, 0);
        Task two = new Task("two", Act.RETURN, 0);
        queues.publishJson(TaskHandler.IN, one);
        queues.publishJson(TaskHandler.IN, two);

        Call first = called(one, 1).calls().get(0);
        Call second = called(two, 1).calls().get(0);

        assertThat(List.of(first, second)).allSatisfy(call -> {
            assertThat(call.module()).as("java:module").isEqualTo("handling");
            assertThat(call.thread()).startsWith("carrot-consumer-");
            assertThat(call.loader()).as("context class loader").isTrue();
            assertThat(call.transaction()).isTrue();
            assertThat(call.turns().get(0)).isEqualTo(call.turns().get(1));
        });
        assertThat(first.turns()).as("request scope").isNotEqualTo(second.turns());
        awaitHandled();
        assertThat(state(one).rows()).isEqualTo(1);
        assertThat(queues.takeAll(TaskHandler.DONE)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void attemptThatFails_leavesNoRowAndSendsNothing_andTheNextMayDoBetter() throws Exception {
        deploy();
        List<Task> tasks = new ArrayList<>();
        for (Act act : List.of(Act.UNCHECKED_EXCEPTION, Act.CHECKED_EXCEPTION, Act.ROLLBACK_ONLY, Act.RETRY)) {
            Task task = new Task("once-" + act, act, 1);
            tasks.add(task);
            queues.publishJson(TaskHandler.IN, task);
        }
        for (Task task : tasks) {
            assertThat(called(task, 2).calls())
                    .as(task.id())
                    .extracting(Call::attempt, Call::rowsBefore)
                    .containsExactly(tuple(1, 0), tuple(2, 0));
        }
        awaitHandled();
        for (Task task : tasks) {
            assertThat(state(task).rows()).as(task.id()).isEqualTo(1);
        }
        assertThat(queues.takeAll(TaskHandler.DONE))
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(Task::id).toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCHECKED_EXCEPTION", "CHECKED_EXCEPTION", "ROLLBACK_ONLY", "RETRY", "DEAD_LETTER"})
    void whatFailsToTheLast_isADeadLetter_withoutRowAndWithoutWhatItSent(Act act) throws Exception {
        deploy();
        Task task = new Task("always-" + act, act, Integer.MAX_VALUE);
        queues.publishJson(TaskHandler.IN, task);

        Await.until("the dead letter", BOUND, () -> management.queueExists(DEAD) && management.messages(DEAD) == 1);
        assertThat(state(task).calls()).hasSize(act == Act.DEAD_LETTER ? 1 : 2);
        awaitHandled();
        assertThat(state(task).rows()).isZero();
        assertThat(queues.takeAll(TaskHandler.DONE)).isEmpty();
        assertThat(queues.takeAll(DEAD)).containsExactly(App.json(task));
    }

    @Test
    void undeployedUnderLoad_finishesWhatItHasBegun_andLosesAndRepeatsNothing() throws Exception {
        deploy();
        assertLosesAndRepeatsNothing(this::undeploy);
    }

    /** What ends the application. */
    @FunctionalInterface
    private interface End {
        void run() throws Exception;
    }

    private static void assertLosesAndRepeatsNothing(End end) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < LOAD; i++) {
            Task task = new Task(String.format("load-%03d", i), Act.TAKE_TIME, Integer.MAX_VALUE);
            queues.publish(TaskHandler.IN, App.json(task));
            all.add(task.id());
        }
        queues.confirm();
        Await.until("a start", BOUND, () -> queues.ready(TaskHandler.DONE) > 0);

        end.run();

        List<String> unprocessed = queues.takeAll(TaskHandler.IN);
        List<String> processed = queues.takeAll(TaskHandler.DONE);
        assertThat(unprocessed).as("undeployed before the end of the load").isNotEmpty();
        List<String> together = new ArrayList<>(processed);
        unprocessed.forEach(body -> together.add(body.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1")));
        Collections.sort(together);
        assertThat(together).isEqualTo(all);
    }

    @Test
    void redeployedManyTimes_keepsNoClassLoader() throws Exception {
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            deploy();
            queues.publishJson(TaskHandler.IN, new Task("again-" + i, Act.RETURN, 0));
            Await.until(
                    "the message", BOUND, () -> queues.take(TaskHandler.DONE).isPresent());
            undeploy();
        }
        Await.until(
                "the applications' class loaders to go",
                BOUND,
                () -> jvm.loadedClasses(TaskHandler.class.getName()) <= REMEMBERED);
    }

    @Test
    void everyMistakeIsInTheReasonWhyItIsNotDeployed() throws Exception {
        Path mistaken = Archives.write(Archives.webApplication("mistaken", Mistakes.class), folder);

        assertThatThrownBy(() -> server.deploy(mistaken))
                .isInstanceOf(WildFlyException.class)
                .hasMessageContaining("CARROT-0309 [" + Mistakes.class.getName() + ".misplaced]")
                .hasMessageContaining("CARROT-0350 [" + Mistakes.class.getName() + ".noQueue]")
                .hasMessageContaining("CARROT-0353 [" + Mistakes.class.getName() + ".noDuration]")
                .hasMessageContaining("CARROT-0357 [" + Mistakes.class.getName() + ".notConsuming]")
                .hasMessageContaining("CARROT-0393 [" + Mistakes.class.getName() + ".nowhere]");
    }

    /** All in one EAR, which is one application for the extension and has no names of a component. */
    @Test
    void insideAnEar_theSame_butForTheNamesOfAComponent() throws Exception {
        server.undeploy("carrot.rar");
        server.deploy(Archives.write(Archives.withAdapter("handling", Task.class), folder));
        boolean ended = false;
        try {
            Await.until("the method's queue", BOUND, () -> management.queueExists(TaskHandler.IN));
            Task good = new Task("good-in-ear", Act.RETURN, 0);
            Task bad = new Task("bad-in-ear", Act.CHECKED_EXCEPTION, Integer.MAX_VALUE);
            queues.publishJson(TaskHandler.IN, good);
            queues.publishJson(TaskHandler.IN, bad);
            Await.until("the dead letter", BOUND, () -> management.queueExists(DEAD) && management.messages(DEAD) == 1);

            Call call = called(good, 1).calls().get(0);
            assertThat(call.loader()).as("context class loader").isTrue();
            assertThat(call.transaction()).isTrue();
            assertThat(call.module()).contains("NameNotFoundException");
            awaitHandled();
            assertThat(state(good).rows()).isEqualTo(1);
            assertThat(state(bad).rows()).isZero();
            assertThat(queues.takeAll(TaskHandler.DONE)).containsExactly("good-in-ear");

            ended = true;
            assertLosesAndRepeatsNothing(() -> server.undeploy("handling.ear"));
        } finally {
            if (!ended) {
                server.undeploy("handling.ear");
            }
            server.deploy(Archives.standAloneAdapter());
        }
    }
}
