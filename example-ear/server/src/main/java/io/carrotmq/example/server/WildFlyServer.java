package io.carrotmq.example.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A running WildFly, in a process of its own on ports of its own, that listens on 127.0.0.1 only.
 *
 * <p>Obtained from {@link #of(Path)}, which takes the folder of a provisioned server; the folder is only read, so several
 * servers can run from it. An instance is for one thread at a time, except {@link #kill()}, {@link #pid()} and
 * {@link #log()}, which any thread may call. {@link #close()} ends the process; so does the end of this JVM.
 */
public final class WildFlyServer implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofSeconds(120);
    private static final Duration DEPLOY_BOUND = Duration.ofSeconds(120);
    private static final Duration STOP_BOUND = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;
    private static final int LINES_SHOWN = 40;

    private final Process process;
    private final BaseDirectory base;
    private final DeploymentFolder deployments;
    private final int httpPort;
    private final boolean temporary;
    private final Thread endWithThisJvm;

    private WildFlyServer(Process process, BaseDirectory base, int httpPort, boolean temporary) {
        this.process = process;
        this.base = base;
        this.deployments = new DeploymentFolder(base.deployments());
        this.httpPort = httpPort;
        this.temporary = temporary;
        this.endWithThisJvm = new Thread(this::end, "wildfly-end-" + process.pid());
    }

    /** Has the end of this JVM end the process. If this JVM ends already, the process does not outlive this call. */
    private void endWithThisJvm() throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(endWithThisJvm);
        } catch (IllegalStateException thisJvmIsEnding) {
            kill();
            if (temporary) {
                base.delete();
            }
            throw new WildFlyException("WildFly was not started, because this JVM is ending");
        }
    }

    /** The description of a server that runs from this home; {@link Builder#start()} starts it. */
    public static Builder of(Path home) {
        return new Builder(WildFlyCommand.checkedHome(home));
    }

    public int httpPort() {
        return httpPort;
    }

    /** The address of the server's root, ending in a slash. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + httpPort + "/");
    }

    /** The id of the server's JVM. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the server has logged so far. */
    public String log() throws IOException {
        return Files.exists(base.serverLog()) ? Files.readString(base.serverLog()) : "";
    }

    public Path logFile() {
        return base.serverLog();
    }

    /**
     * Deploys the archive under its file name, replacing an earlier one of that name, and returns once it serves.
     *
     * @throws WildFlyException with the server's reason, if it refuses the archive or needs more than two minutes
     */
    public void deploy(Path archive) throws IOException, InterruptedException {
        String name = archive.getFileName().toString();
        deployments.request(archive, name);
        await(
                "deploying " + name,
                DEPLOY_BOUND,
                () -> deployments.isDeployed(name) || deployments.failure(name).isPresent());
        deployments.failure(name).ifPresent(reason -> {
            throw new WildFlyException("WildFly did not deploy " + name + ": " + reason);
        });
    }

    /** Undeploys what was deployed under that file name, and returns once it is gone. */
    public void undeploy(String name) throws IOException, InterruptedException {
        deployments.requestUndeployment(name);
        await("undeploying " + name, DEPLOY_BOUND, () -> deployments.isUndeployed(name));
        deployments.remove(name);
    }

    /** Blocks until the process has ended, by whatever cause, and returns its exit code. */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Ends the process at once, as a crash would (SIGKILL); {@link #close()} remains to be called. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /**
     * Ends the process in good order (SIGTERM), by force after twenty seconds, and deletes its temporary folder. Does
     * nothing the second time.
     */
    @Override
    public void close() throws IOException {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
        } catch (IllegalStateException thisJvmIsEnding) {
            // The hook runs or has run; it only ends the process, which has ended.
            return;
        } finally {
            if (temporary && Files.exists(base.path())) {
                base.delete();
            }
        }
    }

    private void end() {
        process.destroy();
        if (!awaitEnd()) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    private boolean awaitEnd() {
        boolean interrupted = false;
        long end = System.nanoTime() + STOP_BOUND.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void await(String what, Duration bound, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (!reached.getAsBoolean()) {
            if (process.waitFor(POLL_MILLIS, MILLISECONDS)) {
                throw new WildFlyException("WildFly ended with exit code " + process.exitValue() + " while " + what
                        + "; its last lines:\n" + lastLines());
            }
            if (System.nanoTime() - end > 0) {
                throw new WildFlyException("WildFly (pid " + pid() + ") is still " + what + " after "
                        + bound.toSeconds() + " s; its last lines:\n" + lastLines());
            }
        }
    }

    private void awaitStarted() throws InterruptedException {
        await(
                "starting",
                START_BOUND,
                () -> console().contains("WFLYSRV0025") || console().contains("WFLYSRV0026"));
        if (console().contains("WFLYSRV0026")) {
            throw new WildFlyException("WildFly started with errors; its last lines:\n" + lastLines());
        }
    }

    private boolean foundPortTaken() {
        return console().contains("Address already in use");
    }

    private String console() {
        try {
            return Files.readString(base.console());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastLines() {
        List<String> lines = console().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    /** How a server shall run. A builder is for one thread and may start several servers, each with its own folder. */
    public static final class Builder {
        private static final int ATTEMPTS = 3;

        private final Path home;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<String> options = new ArrayList<>();
        private Path folder;
        private int httpPort;
        private Duration transactionTimeout;

        private Builder(Path home) {
            this.home = home;
        }

        /** A system property of the server's JVM. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** An option of the server's JVM, such as {@code -Xmx256m}. */
        public Builder option(String option) {
            options.add(option);
            return this;
        }

        /** The port of the pages; without it, or with 0, a free one. */
        public Builder httpPort(int port) {
            this.httpPort = port;
            return this;
        }

        /** How long a transaction may take, in whole seconds; without it, the server's default of five minutes. */
        public Builder transactionTimeout(Duration timeout) {
            this.transactionTimeout = timeout;
            return this;
        }

        /**
         * Where the server's own folder, with its logs, is made; it stays after the end. Without it, the folder is a
         * temporary one and {@link WildFlyServer#close()} deletes it.
         */
        public Builder keepIn(Path folder) {
            this.folder = folder;
            return this;
        }

        /**
         * Starts the server and returns once it is ready to deploy.
         *
         * @throws WildFlyException with the server's last lines, if it ends, reports errors or needs more than two minutes
         */
        public WildFlyServer start() throws IOException, InterruptedException {
            for (int attempt = 1; ; attempt++) {
                WildFlyServer server = launch();
                try {
                    server.awaitStarted();
                    return server;
                } catch (WildFlyException | InterruptedException e) {
                    // Between looking for a free port and binding it, somebody else may have taken it.
                    boolean again = attempt < ATTEMPTS && httpPort == 0 && server.foundPortTaken();
                    server.close();
                    if (!again) {
                        throw e;
                    }
                }
            }
        }

        private WildFlyServer launch() throws IOException {
            int[] free = Ports.free(2);
            int http = httpPort == 0 ? free[0] : httpPort;
            BaseDirectory base = BaseDirectory.create(home, newFolder());
            base.writeSystemProperties(properties);
            if (transactionTimeout != null) {
                base.setTransactionTimeout(transactionTimeout);
            }
            List<String> line = new WildFlyCommand(home, base, http, free[1], options).line();
            Process process = new ProcessBuilder(line)
                    .directory(base.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(base.console().toFile())
                    .start();
            WildFlyServer server = new WildFlyServer(process, base, http, folder == null);
            server.endWithThisJvm();
            return server;
        }

        private Path newFolder() throws IOException {
            if (folder == null) {
                return Files.createTempDirectory("carrot-wildfly-").toRealPath();
            }
            Files.createDirectories(folder);
            return Files.createTempDirectory(folder.toAbsolutePath(), "wildfly-");
        }
    }
}
