package io.carrotmq.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * ActiveMQ Classic or Apache Artemis as a process of its own, which can be killed, frozen and started again with the
 * messages it kept. Get one from {@link #activeMq()} or {@link #artemis()}, and close it.
 *
 * <p>It is the same broker as {@link EmbeddedActiveMq} or {@link EmbeddedArtemis}, in a small JVM with the class path of
 * this one, except that persistent messages are kept: in KahaDB, which needs {@code
 * org.apache.activemq:activemq-kahadb-store} on the class path, or in the journal of Artemis. It listens on 127.0.0.1,
 * keeps its data in a temporary folder, and ends with this JVM.
 *
 * <p>Safe for use by several threads. What acts on the process throws {@link IllegalStateException} if it does not
 * follow in time; the message then holds the end of what it printed.
 */
public final class StompProcess implements StompBroker {

    private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final StompServer.Kind kind;
    private final Path folder = TemporaryFolder.create("stomp");
    private final List<Integer> ports = FreePorts.pick(2);
    private final Runnable closeAtExit = this::close;

    // Volatile, and close not synchronized: the JVM may end while another thread waits for the boot.
    private volatile Process process;
    private volatile ServerLink link;
    private volatile boolean closed;
    private Greeting greeting;
    private boolean listensForTls;

    private StompProcess(StompServer.Kind kind) {
        this.kind = kind;
    }

    /**
     * Starts ActiveMQ Classic.
     *
     * @throws IllegalStateException if the broker does not start, or is not on the class path
     */
    public static StompProcess activeMq() {
        return start(StompServer.Kind.ACTIVEMQ);
    }

    /**
     * Starts Apache Artemis.
     *
     * @throws IllegalStateException if the broker does not start, or is not on the class path
     */
    public static StompProcess artemis() {
        return start(StompServer.Kind.ARTEMIS);
    }

    private static StompProcess start(StompServer.Kind kind) {
        StompProcess started = new StompProcess(kind);
        AtExit.add(started.closeAtExit);
        try {
            started.boot();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return EmbeddedStompBroker.uri("stomp", ports.get(0));
    }

    /** {@inheritDoc} It stays the same over a restart, and is listened on from the first call on. */
    @Override
    public synchronized URI tlsUri() {
        if (!listensForTls) {
            listenForTls();
            listensForTls = true;
        }
        return EmbeddedStompBroker.uri("stomp+ssl", ports.get(1));
    }

    @Override
    public String product() {
        return greeting.product();
    }

    @Override
    public String version() {
        return greeting.version();
    }

    /** Ends the broker by SIGKILL, and returns when it is gone. Does nothing if it does not run. */
    public synchronized void kill() {
        process.destroyForcibly();
        awaitEnd(KILL_TIMEOUT, "SIGKILL");
    }

    /** Ends the broker by SIGTERM, and returns when it is gone. Does nothing if it does not run. */
    public synchronized void stop() {
        if (process.isAlive()) {
            Command.signal("CONT", process.pid());
            process.destroy();
            awaitEnd(STOP_TIMEOUT, "SIGTERM");
        }
    }

    /** Starts the broker again, with the same data and ports, and returns when it answers. Stops it first if it runs. */
    public synchronized void restart() {
        stop();
        boot();
        if (listensForTls) {
            listenForTls();
        }
    }

    /** Halts the broker by SIGSTOP: the system still accepts connections for it, and nothing is answered. */
    public synchronized void freeze() {
        requireRunning();
        Command.signal("STOP", process.pid());
    }

    /** Lets a frozen broker go on (SIGCONT). */
    public synchronized void thaw() {
        requireRunning();
        Command.signal("CONT", process.pid());
    }

    @Override
    public long messages(String queue) {
        return Long.parseLong(ask("messages", queue));
    }

    @Override
    public long unacknowledged(String queue) {
        return Long.parseLong(ask("unacknowledged", queue));
    }

    @Override
    public boolean queueExists(String queue) {
        return Boolean.parseBoolean(ask("exists", queue));
    }

    @Override
    public void deleteQueue(String queue) {
        ask("delete", queue);
    }

    @Override
    public void purgeQueue(String queue) {
        ask("purge", queue);
    }

    @Override
    public int connections() {
        return Integer.parseInt(ask("connections"));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        AtExit.remove(closeAtExit);
        Process last = process;
        if (last != null) {
            last.destroyForcibly();
            Await.holds(KILL_TIMEOUT, () -> !last.isAlive());
        }
        TemporaryFolder.delete(folder);
    }

    private void boot() {
        if (closed) {
            throw new IllegalStateException("The broker is closed");
        }
        Path console = folder.resolve("console");
        try {
            process = StompServer.launch(kind, folder, ports.get(0), console);
            link = new ServerLink(process, console);
            link.ask(BOOT_TIMEOUT, "connections");
            greeting = StompGreeting.of(uri(), ANSWER_TIMEOUT);
        } catch (IOException e) {
            throw new IllegalStateException(kind + " did not start on port " + ports.get(0), e);
        }
    }

    private void listenForTls() {
        TlsIdentity identity = TlsIdentity.shared();
        ask("listen", ports.get(1).toString(), identity.keyStore().toString(), identity.password());
    }

    private String ask(String... question) {
        requireRunning();
        return link.ask(ANSWER_TIMEOUT, question);
    }

    private void requireRunning() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The broker does not run (port " + ports.get(0) + "); restart() it");
        }
    }

    private void awaitEnd(Duration atMost, String signal) {
        try {
            if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker ended", e);
        }
        throw new IllegalStateException(
                "The broker still runs " + atMost.toSeconds() + " s after " + signal + link.consoleTail());
    }
}
