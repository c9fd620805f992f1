package io.carrotmq.testkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * A real RabbitMQ for tests, with its plug-ins for management and STOMP. Get the one all tests of a JVM share from {@link #shared()},
 * one of your own from {@link #start()}, or either as a parameter of a test annotated with {@link WithBroker}. It is
 * RabbitMQ 4.3 or later unless another {@link RabbitVersion} is asked for.
 *
 * <p>Where it comes from, the first that is there:
 *
 * <ol>
 *   <li>{@code uri}: a running broker, named by the environment variable {@code CARROT_TEST_RABBITMQ} ({@code
 *       amqp://user:password@host:port/vhost}; its HTTP API is expected on port 15672 of the same host, or where {@code
 *       CARROT_TEST_RABBITMQ_MANAGEMENT} says; STOMP on port 61613, with TLS on 61614). It is never killed, stopped or frozen.
 *   <li>{@code installed}: the installed {@code rabbitmq-server}, as a process of our own, if it is 4.3 or later.
 *   <li>{@code docker}: RabbitMQ 4.3 in a container, if {@code org.testcontainers:testcontainers-rabbitmq} is on the class path.
 *   <li>{@code debian}: RabbitMQ 4.3 from Debian's packages, unpacked without root to {@code ~/.cache/carrot-testkit} (or
 *       below {@code XDG_CACHE_HOME}) at first use.
 * </ol>
 *
 * The environment variable {@code CARROT_TEST_RABBITMQ_SOURCE}, or the system property {@code
 * carrot.test.rabbitmq.source}, with one of these words allows that one only.
 *
 * <p>For RabbitMQ 3.10 the same holds with that version, and with variables and a property of its own: {@code
 * CARROT_TEST_RABBITMQ_3_10}, {@code CARROT_TEST_RABBITMQ_3_10_MANAGEMENT}, {@code CARROT_TEST_RABBITMQ_3_10_SOURCE},
 * {@code carrot.test.rabbitmq.3.10.source}; for RabbitMQ 4.0 likewise, with {@code 4_0} and {@code 4.0} in their names.
 *
 * <p>A process of our own listens on free ports of 127.0.0.1 and nowhere else, keeps its data in a temporary folder,
 * and ends with the JVM at the latest, unless that is ended by SIGKILL.
 *
 * <p>Safe for use by several threads. Whoever kills, stops or freezes the shared broker brings it back for the others.
 * What acts on the process throws {@link IllegalStateException} if the broker is not ours ({@link #isProcess()}), or
 * does not follow in time; the message then holds the end of its log.
 */
public final class RabbitMq implements Broker {

    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ALARM_TIMEOUT = Duration.ofSeconds(20);

    private static final Map<RabbitVersion, RabbitMq> SHARED = new EnumMap<>(RabbitVersion.class);
    private static final Map<RabbitVersion, RuntimeException> FAILURES = new EnumMap<>(RabbitVersion.class);

    private final RabbitNode node;
    private final Management management;
    private final Greeting greeting;
    private final boolean closeable;

    private RabbitMq(RabbitNode node, boolean closeable) {
        this.node = node;
        this.closeable = closeable;
        this.management = new Management(node.managementUri(), node.uri());
        this.greeting = greeting(node.uri());
    }

    /**
     * The broker all tests of this JVM share, started at the first call and ended with the JVM. Closing it does nothing.
     *
     * @throws IllegalStateException if there is no way to run RabbitMQ, telling what was tried, or if it does not boot
     */
    public static RabbitMq shared() {
        return shared(RabbitVersion.V4_3);
    }

    /**
     * The broker of that version all tests of this JVM share, started at the first call and ended with the JVM. Closing
     * it does nothing.
     *
     * @throws IllegalStateException if there is no way to run that RabbitMQ, telling what was tried, or if it does not
     *     boot
     */
    public static synchronized RabbitMq shared(RabbitVersion version) {
        if (FAILURES.containsKey(version)) {
            throw new IllegalStateException(
                    "RabbitMQ " + version.number() + " failed to start earlier; see the cause", FAILURES.get(version));
        }
        RabbitMq shared = SHARED.get(version);
        if (shared == null) {
            try {
                shared = new RabbitMq(RabbitSearch.onThisMachine(version).start(), false);
                SHARED.put(version, shared);
            } catch (RuntimeException e) {
                FAILURES.put(version, e);
                throw e;
            }
        }
        return shared;
    }

    /**
     * Starts a broker with empty data on ports of its own, until it is closed. Where {@code CARROT_TEST_RABBITMQ} names
     * a broker, it is that one.
     *
     * @throws IllegalStateException if there is no way to run RabbitMQ, telling what was tried, or if it does not boot
     */
    public static RabbitMq start() {
        return start(RabbitVersion.V4_3);
    }

    /**
     * Starts a broker of that version with empty data on ports of its own, until it is closed. Where the version's
     * environment variable names a broker, it is that one.
     *
     * @throws IllegalStateException if there is no way to run that RabbitMQ, telling what was tried, or if it does not
     *     boot
     */
    public static RabbitMq start(RabbitVersion version) {
        return of(RabbitSearch.onThisMachine(version).start());
    }

    static RabbitMq of(RabbitNode node) {
        return new RabbitMq(node, true);
    }

    @Override
    public URI uri() {
        return node.uri();
    }

    /** The broker's address for that user and virtual host, which need not exist. */
    public URI uri(String user, String password, String virtualHost) {
        return BrokerUris.of(uri().getHost(), BrokerUris.port(uri()), user, password, virtualHost);
    }

    /**
     * The address for STOMP, such as {@code stomp://guest:guest@127.0.0.1:20124}, for the same user and virtual host as
     * {@link #uri()}; a virtual host other than {@code /} is its path. It stays the same over a restart.
     */
    public URI stompUri() {
        return node.stompUri();
    }

    /**
     * The address for STOMP over TLS. A broker that is a process of ours shows {@link TlsIdentity#shared()}.
     *
     * @throws IllegalStateException if the broker runs in a container: there is no TLS then
     */
    public URI stompTlsUri() {
        return node.stompTlsUri();
    }

    @Override
    public String product() {
        return greeting.product();
    }

    @Override
    public String version() {
        return greeting.version();
    }

    /** Whether the broker is ours to kill; not so if {@code CARROT_TEST_RABBITMQ} names it. */
    public boolean isProcess() {
        return node.isProcess();
    }

    /**
     * Ends the broker by SIGKILL, and returns when it is gone. Does nothing if it does not run.
     *
     * <p>Confirmed persistent messages survive, with one exception: RabbitMQ 4.3.6 forgets a quorum queue, and what is
     * in it, that was declared within the last second. Let it become two seconds old before.
     */
    public void kill() {
        node.kill();
    }

    /** Ends the broker by SIGTERM, and returns when it is gone. Does nothing if it does not run. */
    public void stop() {
        node.stop();
    }

    /** Boots the broker again, with the same data and ports, and returns when it answers. Stops it first if it runs. */
    public void restart() {
        node.restart();
    }

    /** Halts the broker by SIGSTOP: the system still accepts connections for it, and nothing is answered. */
    public void freeze() {
        node.freeze();
    }

    /** Lets a frozen broker go on (SIGCONT). */
    public void thaw() {
        node.thaw();
    }

    /** The HTTP API, as the user of {@link #uri()} and for its virtual host. */
    public Management management() {
        return management;
    }

    /**
     * Makes the broker believe that memory runs short, or ends that: it then blocks every connection that publishes.
     * Returns when the alarm is in force, or over. A restart ends it as well.
     */
    public void memoryAlarm(boolean on) {
        node.control("set_vm_memory_high_watermark", "absolute", on ? "1" : RabbitProcess.MEMORY_LIMIT);
        if (!Await.holds(ALARM_TIMEOUT, () -> management.isAlarmed() == on)) {
            throw new IllegalStateException("The memory alarm is not " + (on ? "in force" : "over") + " after "
                    + ALARM_TIMEOUT.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        if (closeable) {
            node.close();
        }
    }

    private static Greeting greeting(URI uri) {
        try {
            return Greeting.of(uri.getHost(), BrokerUris.port(uri), GREETING_TIMEOUT);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "No AMQP 0-9-1 greeting from " + uri.getHost() + ":" + BrokerUris.port(uri), e);
        }
    }
}
