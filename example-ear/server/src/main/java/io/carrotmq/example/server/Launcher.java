package io.carrotmq.example.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the example until it is told to end: a broker, WildFly, and the application deployed into it.
 *
 * <p>Settings are system properties: {@code carrot.broker} and {@code carrot.http.port} of the user, {@code
 * carrot.wildfly.home} and {@code carrot.example.ear} of the build. The broker's address, Maven's property {@code
 * carrot.uri}, comes in the environment variable {@code CARROT_EXAMPLE_URI}: it may hold a password. SIGINT, SIGTERM and the end of the process
 * that started this one end everything this one has started.
 */
public final class Launcher {
    private static final String URI_VARIABLE = "CARROT_EXAMPLE_URI";
    private static final int DEFAULT_HTTP_PORT = 8080;
    private static final Duration END_BOUND = Duration.ofSeconds(45);

    /** Held, because the logging system would forget their level with them. */
    private static final List<Logger> BROKERS = List.of(
            Logger.getLogger("qpid"), Logger.getLogger("org.apache.qpid"), Logger.getLogger("org.apache.activemq"));

    private final PrintStream out;
    private final CountDownLatch ending;

    private Launcher(PrintStream out, CountDownLatch ending) {
        this.out = out;
        this.ending = ending;
    }

    /** Exits with 0 when told to end, with 1 when something failed. */
    public static void main(String[] args) {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ending.countDown();
                            interruptAndAwait(main, ended);
                        },
                        "launcher-end"));
        // Whoever ends Maven alone, by whatever signal, means the example too.
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        BROKERS.forEach(logger -> logger.setLevel(Level.WARNING));
        int status = 1;
        try {
            new Launcher(System.out, ending).run();
        } catch (InterruptedException toldToEnd) {
            status = 0;
            for (Throwable inClosing : toldToEnd.getSuppressed()) {
                inClosing.printStackTrace();
            }
        } catch (IllegalArgumentException | WildFlyException e) {
            System.err.println(e.getMessage());
        } catch (Exception e) {
            e.printStackTrace();
        } finally {
            ended.countDown();
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    private static void interruptAndAwait(Thread main, CountDownLatch ended) {
        main.interrupt();
        try {
            if (!ended.await(END_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("The example did not end within " + END_BOUND.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws Exception {
        Path home = Path.of(required("carrot.wildfly.home"));
        Path ear = Path.of(required("carrot.example.ear"));
        int port = httpPort();
        out.println("Starting the broker, WildFly and the application ...");
        try (ExampleBroker broker = ExampleBroker.start(setting("carrot.broker"), brokerUri());
                WildFlyServer server = WildFlyServer.of(home)
                        .property("carrot.uri", broker.uri())
                        .httpPort(port)
                        .start()) {
            server.deploy(ear);
            announce(broker, server);
            int status = server.waitFor();
            // A Ctrl-C reaches WildFly too, and it may end before this process hears of it.
            if (ending.await(2, TimeUnit.SECONDS)) {
                throw new InterruptedException("told to end");
            }
            throw new WildFlyException(
                    "WildFly ended by itself with exit code " + status + "; its last lines:\n" + server.lastLines());
        }
    }

    private void announce(ExampleBroker broker, WildFlyServer server) {
        out.printf(
                "%n  The example runs. Open%n%n      %sfeeds/%n%n  Broker  %s, %s%n  Log     %s%n%n  Ctrl-C ends it.%n%n",
                server.http(), broker.name(), broker.shownUri(), server.logFile());
        out.flush();
    }

    private int httpPort() {
        String asked = setting("carrot.http.port");
        int port = asked.isBlank() ? DEFAULT_HTTP_PORT : parsePort(asked);
        if (port != 0 && !Ports.isFree(port)) {
            out.println("Port " + port + " is taken; the page gets a free one (carrot.http.port chooses another).");
            return 0;
        }
        return port;
    }

    private static int parsePort(String asked) {
        try {
            int port = Integer.parseInt(asked.strip());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(portRefusal(asked), e);
        }
        throw new IllegalArgumentException(portRefusal(asked));
    }

    private static String portRefusal(String asked) {
        return "carrot.http.port '" + asked + "' is no port: expected a number from 0 (any free one) to 65535";
    }

    private static String required(String name) {
        String value = setting(name);
        if (value.isBlank()) {
            throw new IllegalArgumentException("The system property " + name + " is missing: the build sets it, see the"
                    + " profile \"example\" of the module example-ear/run");
        }
        return value;
    }

    private static String brokerUri() {
        return System.getenv().getOrDefault(URI_VARIABLE, "");
    }

    private static String setting(String name) {
        return System.getProperty(name, "");
    }
}
