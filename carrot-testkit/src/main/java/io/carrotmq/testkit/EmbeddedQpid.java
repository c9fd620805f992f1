package io.carrotmq.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.BrokerModel;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Container;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;

/**
 * Apache Qpid Broker-J inside this JVM, everything in memory: an AMQP 0-9-1 broker that starts within a second or two,
 * without a process or a download. Get one from {@link #start()}, or as a parameter of a test annotated with {@link
 * WithBroker}.
 *
 * <p>It is not a stand-in for RabbitMQ: it refuses RabbitMQ's {@code x-} queue arguments, reads {@code expiration} as
 * an absolute time, and has no dead-letter exchanges, exchange bindings or direct reply-to. Its one virtual host is
 * {@code /}, its one user {@code guest} with password {@code guest}.
 *
 * <p>Safe for use by several threads. It runs until {@link #close()}; what it stored is gone then.
 */
public final class EmbeddedQpid implements Broker {

    private static final String HOST = "127.0.0.1";
    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(10);
    // modelVersion is that of the broker on the class path. No secureOnlyMechanisms: PLAIN without TLS.
    private static final String CONFIGURATION = """
            {"name": "carrot-testkit", "modelVersion": "%s",
             "authenticationproviders": [{"name": "users", "type": "Plain", "secureOnlyMechanisms": [],
               "users": [{"name": "guest", "password": "guest", "type": "managed"}]}],
             "ports": [{"name": "amqp", "bindingAddress": "%s", "port": %d, "authenticationProvider": "users",
               "protocols": ["AMQP_0_9_1"],
               "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]}],
             "virtualhostnodes": [{"name": "default", "type": "Memory", "defaultVirtualHostNode": true,
               "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]}
            """;

    private final SystemLauncher launcher;
    private final Path folder;
    private final int port;
    private final Greeting greeting;
    private final Runnable deleteAtExit;
    private boolean closed;

    private EmbeddedQpid(SystemLauncher launcher, Path folder, int port, Greeting greeting) {
        this.launcher = launcher;
        this.folder = folder;
        this.port = port;
        this.greeting = greeting;
        this.deleteAtExit = () -> TemporaryFolder.delete(folder);
        AtExit.add(deleteAtExit);
    }

    /** Starts a broker on a free port. */
    public static EmbeddedQpid start() {
        return start(0);
    }

    /**
     * Starts a broker on that port, or on a free one if it is zero.
     *
     * @throws IllegalStateException if the broker does not start, or cannot listen on the port
     */
    public static EmbeddedQpid start(int port) {
        Path folder = TemporaryFolder.create("qpid");
        AtomicReference<SystemConfig<?>> system = new AtomicReference<>();
        SystemLauncher launcher = new SystemLauncher(new DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> resolved) {
                system.set(resolved);
            }
        });
        try {
            launcher.startup(attributes(port, folder));
            int bound = boundPort(system.get(), port);
            return new EmbeddedQpid(launcher, folder, bound, Greeting.of(HOST, bound, GREETING_TIMEOUT));
        } catch (Exception e) {
            launcher.shutdown();
            TemporaryFolder.delete(folder);
            throw new IllegalStateException("Qpid did not start on " + HOST + ", port " + port, e);
        }
    }

    @Override
    public URI uri() {
        return BrokerUris.of(HOST, port, "guest", "guest", "/");
    }

    @Override
    public String product() {
        return greeting.product();
    }

    @Override
    public String version() {
        return greeting.version();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                launcher.shutdown();
            } catch (IllegalStateException e) {
                // The JVM ends, and Qpid's own shutdown hook was first.
                System.getLogger("io.carrotmq.testkit").log(System.Logger.Level.DEBUG, "the broker ends already", e);
            }
            deleteAtExit.run();
            AtExit.remove(deleteAtExit);
        }
    }

    private static Map<String, Object> attributes(int port, Path folder) {
        String configuration = CONFIGURATION.formatted(BrokerModel.MODEL_VERSION, HOST, port);
        String url =
                "data:;base64," + Base64.getEncoder().encodeToString(configuration.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                ConfiguredObject.TYPE,
                "Memory",
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                url,
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                false,
                ConfiguredObject.CONTEXT,
                Map.of(SystemConfig.QPID_WORK_DIR, folder.toString()));
    }

    /** Qpid starts without a word when it cannot bind, and its port then says -1. */
    private static int boundPort(SystemConfig<?> system, int wanted) {
        Container<?> broker = system.getContainer();
        for (Port<?> candidate : broker.getChildren(Port.class)) {
            if (candidate.getBoundPort() > 0) {
                return candidate.getBoundPort();
            }
        }
        throw new IllegalStateException("Port " + wanted + " is not free");
    }
}
