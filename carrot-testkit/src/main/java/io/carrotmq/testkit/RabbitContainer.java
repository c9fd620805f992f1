package io.carrotmq.testkit;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** A RabbitMQ node of our own in a container. Its ports on the host are fixed, so that it comes back where it was. */
final class RabbitContainer implements RabbitNode {

    private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final int STOP_SECONDS = 60;
    private static final int STOMP_PORT = 61613;

    private final List<Integer> ports = FreePorts.pick(3);
    private final String image;
    private final RabbitMQContainer container;

    private RabbitContainer(String image) {
        this.image = image;
        container = new RabbitMQContainer(image);
        container.setPortBindings(List.of(ports.get(0) + ":5672", ports.get(1) + ":15672", ports.get(2) + ":61613"));
        container.addExposedPort(STOMP_PORT);
        container.withCopyToContainer(
                Transferable.of("[rabbitmq_management,rabbitmq_stomp].\n"), "/etc/rabbitmq/enabled_plugins");
    }

    static RabbitContainer start(String image) {
        RabbitContainer node = new RabbitContainer(image);
        node.container.start();
        node.awaitBoot();
        return node;
    }

    @Override
    public URI uri() {
        return BrokerUris.of(container.getHost(), ports.get(0), "guest", "guest", "/");
    }

    @Override
    public URI stompUri() {
        return BrokerUris.stomp("stomp", container.getHost(), ports.get(2), "guest", "guest");
    }

    @Override
    public URI stompTlsUri() {
        throw new IllegalStateException(
                "RabbitMQ in the container of " + image + " speaks no TLS; use a process of our own");
    }

    @Override
    public URI managementUri() {
        return URI.create("http://" + container.getHost() + ":" + ports.get(1));
    }

    @Override
    public boolean isProcess() {
        return true;
    }

    @Override
    public void kill() {
        if (isRunning()) {
            client().killContainerCmd(id()).withSignal("KILL").exec();
            Await.holds(Duration.ofSeconds(STOP_SECONDS), () -> !isRunning());
        }
    }

    @Override
    public void stop() {
        if (isRunning()) {
            client().stopContainerCmd(id()).withTimeout(STOP_SECONDS).exec();
        }
    }

    @Override
    public void restart() {
        stop();
        client().startContainerCmd(id()).exec();
        awaitBoot();
    }

    @Override
    public void freeze() {
        client().pauseContainerCmd(id()).exec();
    }

    @Override
    public void thaw() {
        client().unpauseContainerCmd(id()).exec();
    }

    @Override
    public void control(String... arguments) {
        List<String> words = new ArrayList<>(List.of("rabbitmqctl"));
        words.addAll(List.of(arguments));
        try {
            ExecResult result = container.execInContainer(words.toArray(String[]::new));
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("Exit status " + result.getExitCode() + " of " + words + "\n" + result);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run " + words + " in the container", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while rabbitmqctl ran", e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private void awaitBoot() {
        Management management = new Management(managementUri(), uri());
        if (!Await.holds(BOOT_TIMEOUT, () -> greets() && management.answers())) {
            throw new IllegalStateException("RabbitMQ in the container of " + image + " does not answer after "
                    + BOOT_TIMEOUT.toSeconds() + " s\n" + container.getLogs());
        }
    }

    private boolean greets() throws IOException {
        Greeting.of(container.getHost(), ports.get(0), PROBE_TIMEOUT);
        return true;
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(
                client().inspectContainerCmd(id()).exec().getState().getRunning());
    }

    private String id() {
        return container.getContainerId();
    }

    private DockerClient client() {
        return container.getDockerClient();
    }
}
