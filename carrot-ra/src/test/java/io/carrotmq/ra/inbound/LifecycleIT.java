package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.LoggedLines;
import io.carrotmq.ra.container.Attribute;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Direction;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleIT {
    private static final RabbitMq BROKER = RabbitMq.shared();

    private final String queue = "LifecycleIT-" + UUID.randomUUID();
    private Wire wire;

    @BeforeEach
    void connect() throws Exception {
        wire = new Wire(BROKER.uri());
        wire.declareBoth(queue);
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.deleteQueue(queue);
        wire.deleteQueue(queue + ".dlq");
        wire.close();
    }

    private CarrotActivationSpec spec() {
        return spec(queue);
    }

    private static CarrotActivationSpec spec(String queue) {
        CarrotActivationSpec spec = Deployment.spec(queue);
        spec.setDeclareMode("verify");
        return spec;
    }

    private void send(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            wire.send(queue, new Order("carrot", i));
        }
    }

    @Test
    void deactivationUnderLoad_finishesWhatIsBegunAndGivesBackTheRest() throws Exception {
        int total = 200;
        send(total);
        Semaphore permits = new Semaphore(30);
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri())) {
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                permits.acquire();
                deployment.container.write("row " + ((Order) delivery.body()).count);
            });
            CarrotActivationSpec spec = spec();
            deployment.activate(bean, spec);
            Await.until(
                    "both sessions to be inside the bean",
                    Deployment.BOUND,
                    () -> deployment.container.rows().size() == 30 && permits.getQueueLength() == 2);
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<?> deactivation = other.submit(() -> deployment.deactivate(bean, spec));
            wire.awaitReady(queue, total - 32);
            permits.release(total);
            deactivation.get(20, TimeUnit.SECONDS);
            other.shutdown();

            assertThat(Deployment.sessionThreads()).isEmpty();
            assertThat(deployment.container.rows()).hasSize(32).doesNotHaveDuplicates();
            assertThat(wire.ready(queue)).isEqualTo(total - 32);
            assertThat(wire.consumers(queue)).isZero();
            Await.until(
                    "the connection to go",
                    Deployment.BOUND,
                    () -> BROKER.management().connectionNames().stream().noneMatch(name -> name.contains("carrot")));
        }
    }

    @Test
    void deactivationOfABeanThatReactsToAnInterrupt_isBoundedAndTheMessageComesBack() throws Exception {
        send(1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                inside.countDown();
                never.await();
            });
            CarrotActivationSpec spec = spec();
            spec.setShutdownTimeoutMillis(200L);
            deployment.activate(bean, spec);
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            deployment.deactivate(bean, spec);

            assertThat(Deployment.sessionThreads()).isEmpty();
            assertThat(lines.with("CARROT-0719")).hasSize(1);
            wire.awaitReady(queue, 1);
        }
    }

    @Test
    void deactivationOfABeanThatNeverReturns_isBoundedAndTheMessageComesBack() throws Exception {
        send(1);
        CountDownLatch inside = new CountDownLatch(1);
        Semaphore end = new Semaphore(0);
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                deployment.container.write("row");
                inside.countDown();
                end.acquireUninterruptibly();
            });
            CarrotActivationSpec spec = spec();
            spec.setShutdownTimeoutMillis(200L);
            deployment.activate(bean, spec);
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            deployment.deactivate(bean, spec);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(lines.with("do not react to the interrupt: 1")).hasSize(1);
            wire.awaitReady(queue, 1);
            end.release();
            Await.until(
                    "the thread to end",
                    Deployment.BOUND,
                    () -> Deployment.sessionThreads().isEmpty());
            assertThat(deployment.container.rows()).isEmpty();
        }
    }

    @Test
    void anExhaustedBeanPool_losesNothingAndNothingIsTakenFromTheQueueMeanwhile() throws Exception {
        send(3);
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri());
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            deployment.container.unavailable(Integer.MAX_VALUE);
            MessageEndpointFactory bean = deployment.marked(delivery -> deployment.container.write("row"));
            deployment.activate(bean, spec());
            Await.until(
                    "the session to wait",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0718").size() == 1);
            assertThat(wire.ready(queue)).isEqualTo(3);
            assertThat(wire.consumers(queue)).isZero();
            deployment.container.unavailable(0);
            Await.until(
                    "rows", Deployment.BOUND, () -> deployment.container.rows().size() == 3);
        }
    }

    @Test
    void aProxyThatFails_isReplacedAndTheMessageComesAgain() throws Exception {
        send(1);
        try (Deployment deployment = new Deployment(Profile.LIBERTY, BROKER.uri())) {
            deployment.container.failBefore(2);
            MessageEndpointFactory bean = deployment.marked(delivery -> deployment.container.write("row"));
            deployment.activate(bean, spec());
            Await.until(
                    "a row", Deployment.BOUND, () -> deployment.container.rows().equals(List.of("row")));
            assertThat(deployment.container.endpointsCreated()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aContainerThatWantsAnXaResource_getsOneInEverySession() throws Exception {
        send(40);
        try (Deployment deployment = new Deployment(Profile.STRICT, BROKER.uri())) {
            AtomicInteger calls = new AtomicInteger();
            MessageEndpointFactory bean = deployment.marked(delivery -> {
                deployment.container.write("row " + ((Order) delivery.body()).count);
                if (calls.incrementAndGet() % 7 == 0) {
                    deployment.container.setRollbackOnly();
                }
            });
            deployment.activate(bean, spec());
            Await.until(
                    "rows", Deployment.BOUND, () -> deployment.container.rows().size() == 40);
            assertThat(deployment.container.rows()).doesNotHaveDuplicates();
        }
    }

    @Test
    void theSameObjects_areActivatedOnceAndMayBeActivatedAgain() throws Exception {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri())) {
            MessageEndpointFactory bean = deployment.marked(delivery -> deployment.container.write("row"));
            CarrotActivationSpec spec = spec();
            for (int round = 1; round <= 3; round++) {
                deployment.activate(bean, spec);
                deployment.activate(bean, spec);
                wire.awaitConsumers(queue, 2);
                send(1);
                int rows = round;
                Await.until(
                        "row " + round,
                        Deployment.BOUND,
                        () -> deployment.container.rows().size() == rows);
                deployment.deactivate(bean, spec);
                deployment.deactivate(bean, spec);
                assertThat(wire.consumers(queue)).isZero();
            }
        }
    }

    @Test
    void activationsAndDeactivationsFromManyThreads_leaveNothingBehind() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(8);
        try (Deployment deployment = new Deployment(Profile.PAYARA, BROKER.uri())) {
            MessageEndpointFactory bean = deployment.marked(delivery -> deployment.container.write("row"));
            CarrotActivationSpec spec = spec();
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                boolean on = i % 2 == 0;
                calls.add(many.submit(() -> {
                    if (on) {
                        deployment.activate(bean, spec);
                    } else {
                        deployment.deactivate(bean, spec);
                    }
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
            deployment.deactivate(bean, spec);
            Await.until(
                    "sessions to end",
                    Deployment.BOUND,
                    () -> Deployment.sessionThreads().isEmpty());
            assertThat(wire.consumers(queue)).isZero();
        } finally {
            many.shutdown();
        }
    }

    @Test
    void deactivationWithoutBroker_returnsAtOnce() throws Exception {
        URI nobody = new URI("amqp://guest:guest@127.0.0.1:1/%2F");
        try (Deployment deployment = new Deployment(Profile.WILDFLY, nobody);
                LoggedLines lines = new LoggedLines("io.carrotmq.inbound")) {
            MessageEndpointFactory bean = deployment.marked(delivery -> deployment.container.write("row"));
            CarrotActivationSpec spec = spec();
            deployment.activate(bean, spec);
            Await.until(
                    "the first failure",
                    Deployment.BOUND,
                    () -> lines.with("CARROT-0717").size() == 1);
            long start = System.nanoTime();
            deployment.deactivate(bean, spec);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void deactivationWhileTheBrokerIsSilent_isBounded() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(BROKER.uri());
                Deployment deployment = new Deployment(Profile.WILDFLY, proxy.uri(BROKER.uri()))) {
            MessageEndpointFactory bean = deployment.marked(delivery -> deployment.container.write("row"));
            CarrotActivationSpec spec = spec();
            spec.setHeartbeatSeconds(2);
            spec.setShutdownTimeoutMillis(300L);
            deployment.activate(bean, spec);
            wire.awaitConsumers(queue, 2);
            proxy.blackhole(Direction.CLIENT_TO_BROKER, Direction.BROKER_TO_CLIENT);
            long start = System.nanoTime();
            deployment.deactivate(bean, spec);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aDeactivatedBean_isNotKeptAliveByAConnectionThatGoesOn() throws Exception {
        String other = queue + "-other";
        wire.declareBoth(other);
        try (Deployment deployment = new Deployment(Profile.WILDFLY, BROKER.uri())) {
            deployment.activate(deployment.plain(delivery -> {}), spec(other));
            WeakReference<Object> bean = activatedAndDeactivated(deployment);
            Await.until("the bean to be collected", Deployment.BOUND, () -> {
                System.gc();
                return bean.refersTo(null);
            });
            assertThat(wire.consumers(other)).isEqualTo(2);
        } finally {
            wire.deleteQueue(other);
            wire.deleteQueue(other + ".dlq");
        }
    }

    private WeakReference<Object> activatedAndDeactivated(Deployment deployment) throws Exception {
        Object bean = new Beans.Marked(delivery -> deployment.container.write("row"));
        MessageEndpointFactory factory = deployment.container.deploy(bean, Attribute.REQUIRED);
        CarrotActivationSpec spec = spec();
        deployment.activate(factory, spec);
        wire.awaitConsumers(queue, 2);
        send(1);
        Await.until("a row", Deployment.BOUND, () -> deployment.container.rows().size() == 1);
        deployment.deactivate(factory, spec);
        return new WeakReference<>(bean);
    }
}
