package io.carrotmq.example.it;

import io.carrotmq.example.it.probe.Order;
import io.carrotmq.example.server.WildFlyServer;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server with the probe application, for all test classes of a run that leave both as they are. Its broker is the
 * shared one, in a virtual host of its own. It ends with this JVM.
 */
final class ProbeServer {
    /** Of every transaction but those of the requests, which set their own. */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(6);

    static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(3);

    private static final String VIRTUAL_HOST = "probe";
    private static ProbeServer shared;

    private final WildFlyServer server;
    private final App app;

    private ProbeServer(WildFlyServer server) {
        this.server = server;
        this.app = new App(server.http(), "probe");
    }

    static synchronized ProbeServer shared() throws IOException, InterruptedException {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static ProbeServer start() throws IOException, InterruptedException {
        Management management = RabbitMq.shared().management();
        management.deleteVirtualHost(VIRTUAL_HOST);
        management.createVirtualHost(VIRTUAL_HOST);
        WildFlyServer server = Servers.describe(brokerUri())
                .transactionTimeout(TRANSACTION_TIMEOUT)
                .start();
        Path folder = Files.createTempDirectory("carrot-it-");
        Path archive = Archives.write(Archives.withFactories("probe", Order.class, factories()), folder);
        server.deploy(archive);
        Files.delete(archive);
        Files.delete(folder);
        return new ProbeServer(server);
    }

    /** What the probe application looks up. */
    static Map<String, Map<String, String>> factories() {
        String millis = Long.toString(CONFIRM_TIMEOUT.toMillis());
        Map<String, Map<String, String>> factories = new LinkedHashMap<>();
        factories.put("CarrotConnectionFactory", Map.of("confirmTimeoutMillis", millis));
        factories.put("LocalConnectionFactory", Map.of("confirmTimeoutMillis", millis, "transactionMode", "local"));
        factories.put(
                "AfterCommitConnectionFactory",
                Map.of("confirmTimeoutMillis", millis, "transactionMode", "afterCommit"));
        factories.put("TxConnectionFactory", Map.of("confirmTimeoutMillis", millis, "transactionMode", "tx"));
        factories.put("NoneConnectionFactory", Map.of("confirmTimeoutMillis", millis, "transactionMode", "none"));
        return factories;
    }

    static URI brokerUri() {
        return RabbitMq.shared().uri("guest", "guest", VIRTUAL_HOST);
    }

    static Management management() {
        return RabbitMq.shared().management().inVirtualHost(VIRTUAL_HOST);
    }

    WildFlyServer server() {
        return server;
    }

    App app() {
        return app;
    }
}
