package io.carrotmq.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A RabbitMQ node of our own: a process, and the epmd (Erlang's port mapper) it registers with, which we run as well
 * because the one the node would start outlives it.
 */
final class RabbitProcess implements RabbitNode {

    static final String MEMORY_LIMIT = "1GB";

    private static final String HOST = "127.0.0.1";
    private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PORT_MAPPER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final RabbitInstallation installation;
    private final NodePorts ports = NodePorts.free();
    private final NodeFolder folder = new NodeFolder(ports);
    private final Runnable closeAtExit = this::close;

    // Volatile, and close not synchronized: the JVM may end while another thread waits for the boot.
    private volatile Process portMapper;
    private volatile Process broker;
    private volatile boolean closed;

    private RabbitProcess(RabbitInstallation installation) {
        this.installation = installation;
    }

    /** Boots a node with empty data and returns when it answers. */
    static RabbitProcess start(RabbitInstallation installation) {
        RabbitProcess process = new RabbitProcess(installation);
        AtExit.add(process.closeAtExit);
        try {
            process.boot();
            return process;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return BrokerUris.of(HOST, ports.amqp(), "guest", "guest", "/");
    }

    @Override
    public URI stompUri() {
        return BrokerUris.stomp("stomp", HOST, ports.stomp(), "guest", "guest");
    }

    @Override
    public URI stompTlsUri() {
        return BrokerUris.stomp("stomp+ssl", HOST, ports.stompTls(), "guest", "guest");
    }

    @Override
    public URI managementUri() {
        return URI.create("http://" + HOST + ":" + ports.management());
    }

    @Override
    public boolean isProcess() {
        return true;
    }

    @Override
    public synchronized void kill() {
        beam().destroyForcibly();
        awaitEnd(KILL_TIMEOUT, "SIGKILL");
    }

    @Override
    public synchronized void stop() {
        if (broker.isAlive()) {
            Command.signal("CONT", beam().pid());
            beam().destroy();
            awaitEnd(STOP_TIMEOUT, "SIGTERM");
        }
    }

    @Override
    public synchronized void restart() {
        stop();
        boot();
    }

    @Override
    public synchronized void freeze() {
        requireRunning();
        Command.signal("STOP", beam().pid());
    }

    @Override
    public synchronized void thaw() {
        requireRunning();
        Command.signal("CONT", beam().pid());
    }

    @Override
    public void control(String... arguments) {
        requireRunning();
        List<String> words = new ArrayList<>(List.of(installation.program("rabbitmqctl")));
        words.addAll(List.of(arguments));
        new Command(words, folder.environment(installation)).run(CONTROL_TIMEOUT);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        AtExit.remove(closeAtExit);
        end(broker);
        end(portMapper);
        folder.delete();
    }

    private void boot() {
        if (closed) {
            throw new IllegalStateException("The broker is closed");
        }
        if (portMapper == null || !portMapper.isAlive()) {
            startPortMapper();
        }
        broker = launch(installation.program(RabbitInstallation.SERVER));
        Management management = new Management(managementUri(), uri());
        boolean answers = Await.holds(BOOT_TIMEOUT, () -> !broker.isAlive() || greets() && management.answers());
        if (!answers || !broker.isAlive()) {
            String state = broker.isAlive()
                    ? "does not answer after " + BOOT_TIMEOUT.toSeconds() + " s"
                    : "ended with status " + broker.exitValue();
            throw new IllegalStateException("RabbitMQ from " + installation.programs() + " did not boot: it " + state
                    + " (AMQP port " + ports.amqp() + ")" + folder.logTail());
        }
    }

    private boolean greets() throws IOException {
        Greeting.of(HOST, ports.amqp(), PROBE_TIMEOUT);
        return true;
    }

    private void startPortMapper() {
        Path program = installation
                .onPath("epmd")
                .orElseThrow(() -> new IllegalStateException(
                        "Erlang's epmd is not on the path " + installation.pathVariable() + "; RabbitMQ needs it"));
        Process started = launch(program.toString());
        portMapper = started;
        boolean accepts = Await.holds(PORT_MAPPER_TIMEOUT, () -> !started.isAlive() || portMapperAccepts());
        if (!accepts || !started.isAlive()) {
            throw new IllegalStateException(
                    "Erlang's port mapper " + program + " does not listen on port " + ports.epmd() + folder.logTail());
        }
    }

    private boolean portMapperAccepts() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, ports.epmd()), (int) PROBE_TIMEOUT.toMillis());
            return true;
        }
    }

    private Process launch(String program) {
        ProcessBuilder builder = new ProcessBuilder(program)
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.appendTo(folder.console().toFile()));
        // What a developer's shell sets for another broker must not reach this one.
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        environment.putAll(folder.environment(installation));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + program, e);
        }
    }

    /** The broker proper: what was started, unless a script still waits for it. */
    private ProcessHandle beam() {
        return Stream.concat(Stream.of(broker.toHandle()), broker.descendants())
                .filter(RabbitProcess::isBeam)
                .findFirst()
                .orElse(broker.toHandle());
    }

    private static boolean isBeam(ProcessHandle handle) {
        return handle.info().command().filter(path -> path.contains("beam")).isPresent();
    }

    private void requireRunning() {
        if (!broker.isAlive()) {
            throw new IllegalStateException("The broker does not run (AMQP port " + ports.amqp() + "); restart() it");
        }
    }

    private void awaitEnd(Duration atMost, String signal) {
        try {
            if (broker.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker ended", e);
        }
        throw new IllegalStateException(
                "The broker still runs " + atMost.toSeconds() + " s after " + signal + folder.logTail());
    }

    /** Kills the process and its children, and returns when they are gone. */
    private static void end(Process process) {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Await.holds(KILL_TIMEOUT, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
