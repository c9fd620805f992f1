package io.carrotmq.example.it;

import io.carrotmq.cdi.scenario.ConsumeScenario;
import io.carrotmq.cdi.scenario.InjectionScenario;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.config.descriptor.api.ContainerDef;
import org.jboss.arquillian.container.spi.Container;
import org.jboss.arquillian.container.spi.ContainerRegistry;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Arquillian's server finds a broker with the queues of the scenario, and has ports and a folder of its own. Only on the
 * side of the tests, and only where a test uses Arquillian.
 */
public final class ScenarioServer implements LoadableExtension {
    private static final String VIRTUAL_HOST = "scenario";

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Preparation.class);
    }

    /** Takes place before the server starts. */
    public static final class Preparation {
        public void prepare(@Observes ContainerRegistry registry) throws Exception {
            URI broker = broker();
            for (Container<?> container : registry.getContainers()) {
                configure(container.getContainerConfiguration(), broker);
            }
        }

        private static URI broker() throws Exception {
            Management management = RabbitMq.shared().management();
            management.deleteVirtualHost(VIRTUAL_HOST);
            management.createVirtualHost(VIRTUAL_HOST);
            URI uri = RabbitMq.shared().uri("guest", "guest", VIRTUAL_HOST);
            try (RawQueues queues = new RawQueues(uri)) {
                for (String queue : InjectionScenario.QUEUES) {
                    queues.declare(queue);
                }
                for (String queue : ConsumeScenario.QUEUES) {
                    queues.declare(queue);
                }
            }
            return uri;
        }

        private static void configure(ContainerDef server, URI broker) throws IOException {
            Path logs = Files.createDirectories(Path.of(System.getProperty("carrot.wildfly.logs")));
            Path folder = Files.createTempDirectory(logs, "scenario-");
            try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket management = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                server.overrideProperty("managementPort", Integer.toString(management.getLocalPort()));
                server.overrideProperty(
                        "cleanServerBaseDir", folder.resolve("base").toString());
                server.overrideProperty(
                        "javaVmArguments",
                        String.join(
                                " ",
                                "-Xmx512m",
                                "-Dcarrot.uri=" + broker,
                                "-Djboss.bind.address=127.0.0.1",
                                "-Djboss.bind.address.management=127.0.0.1",
                                "-Djboss.http.port=" + http.getLocalPort(),
                                "-Djboss.management.http.port=" + management.getLocalPort()));
            }
        }
    }
}
