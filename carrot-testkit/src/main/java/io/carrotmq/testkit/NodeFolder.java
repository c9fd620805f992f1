package io.carrotmq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The folder of one RabbitMQ node: its configuration, data, cookie and logs. Everything listens on 127.0.0.1. */
final class NodeFolder {

    private static final String NODE = "carrot@localhost";

    /** The management plug-in collects as often as its finest sample, and quorum queues tell with a tick: all each second. */
    private static final String ADVANCED = """
            [{rabbit, [{quorum_tick_interval, 1000}]},
             {rabbitmq_management_agent, [{sample_retention_policies,
              [{global, [{605, 1}]}, {basic, [{605, 1}]}, {detailed, [{605, 1}]}]}]}].
            """;

    private final Path folder = TemporaryFolder.create("rabbitmq");
    private final NodePorts ports;

    NodeFolder(NodePorts ports) {
        this.ports = ports;
        try {
            Path home = Files.createDirectory(folder.resolve("home"));
            Path cookie = Files.writeString(
                    home.resolve(".erlang.cookie"), UUID.randomUUID().toString());
            Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
            Files.createDirectory(folder.resolve("data"));
            Files.createDirectory(folder.resolve("log"));
            Files.writeString(folder.resolve("enabled_plugins"), "[rabbitmq_management,rabbitmq_stomp].\n");
            Files.writeString(folder.resolve("advanced.config"), ADVANCED);
            Files.writeString(folder.resolve("rabbitmq.conf"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the configuration of RabbitMQ to " + folder, e);
        }
    }

    Path path() {
        return folder;
    }

    /** Where what the broker prints goes. */
    Path console() {
        return folder.resolve("log/console");
    }

    /** For the broker, epmd and rabbitmqctl alike. Names every file, so that none of an installed broker is read. */
    Map<String, String> environment(RabbitInstallation installation) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", installation.pathVariable());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("ERL_EPMD_PORT", Integer.toString(ports.epmd()));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", NODE);
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(ports.amqp()));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(ports.distribution()));
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        environment.put("RABBITMQ_CONFIG_FILES", folder.resolve("conf.d").toString());
        environment.put(
                "RABBITMQ_ADVANCED_CONFIG_FILE",
                folder.resolve("advanced.config").toString());
        environment.put(
                "RABBITMQ_GENERATED_CONFIG_DIR", folder.resolve("generated").toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
        environment.put("RABBITMQ_CTL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
        // The script then becomes the broker instead of waiting for it: one process less to signal.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        return environment;
    }

    /** The ends of the logs, for a failure message. */
    String logTail() {
        return LogTail.of(folder.resolve("log").resolve(NODE + ".log")) + LogTail.of(console());
    }

    void delete() {
        TemporaryFolder.delete(folder);
    }

    private String configuration() {
        TlsIdentity identity = TlsIdentity.shared();
        return """
                listeners.tcp.1 = 127.0.0.1:%d
                stomp.listeners.tcp.1 = 127.0.0.1:%d
                stomp.listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                management.tcp.ip = 127.0.0.1
                management.tcp.port = %d
                loopback_users = none
                log.console = false
                log.file.level = info
                disk_free_limit.absolute = 50MB
                vm_memory_high_watermark.absolute = %s
                collect_statistics_interval = 1000
                """.formatted(
                        ports.amqp(),
                        ports.stomp(),
                        ports.stompTls(),
                        identity.certificatePem(),
                        identity.keyPem(),
                        ports.management(),
                        RabbitProcess.MEMORY_LIMIT);
    }
}
