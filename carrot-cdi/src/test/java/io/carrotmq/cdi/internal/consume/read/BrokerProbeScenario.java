package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a deployment finds out about its broker. Sub-classed for each. */
abstract class BrokerProbeScenario {
    abstract String uri();

    @AfterEach
    void forget() {
        System.clearProperty("carrot.uri");
    }

    SeContainer start(Class<?> bean) {
        System.setProperty("carrot.uri", uri());
        SeContainerInitializer initializer =
                SeContainerInitializer.newInstance().disableDiscovery().addBeanClasses(bean);
        ServiceLoader.load(Extension.class).forEach(initializer::addExtensions);
        return initializer.initialize();
    }

    String problem(Class<?> bean) {
        DeploymentException problem = catchThrowableOfType(
                DeploymentException.class, () -> start(bean).close());
        assertThat(problem).as("deployed").isNotNull();
        return problem.getMessage();
    }

    void declare(QueueDeclaration queue) {
        try (ConnectionFactory connections = ConnectionFactory.open(uri());
                Connection connection = connections.connect()) {
            connection.declare(Topology.builder().queue(queue).build());
        }
    }

    boolean exists(String queue) {
        try (ConnectionFactory connections = ConnectionFactory.open(uri());
                Connection connection = connections.connect()) {
            return connection.messageCount(queue).isPresent();
        }
    }

    @ApplicationScoped
    static class Verifying {
        @Consume(value = "probe.missing", declare = Topology.Mode.VERIFY)
        void one(String body) {}

        @Consume(value = "probe.missing.too", declare = Topology.Mode.VERIFY)
        void two(String body) {}

        @Consume(value = "probe.present", declare = Topology.Mode.VERIFY)
        void three(String body) {}
    }

    @Test
    void queuesThatAreNotThere_areAllReported() {
        declare(QueueDeclaration.of("probe.present"));
        assertThat(problem(Verifying.class))
                .contains("CARROT-0393 [" + Verifying.class.getName() + ".one]")
                .contains("CARROT-0393 [" + Verifying.class.getName() + ".two]")
                .contains("probe.missing.too")
                .doesNotContain(Verifying.class.getName() + ".three");
        assertThat(exists("probe.missing")).isFalse();
    }

    @ApplicationScoped
    static class Otherwise {
        @Consume(queue = @QueueDef(value = "probe.bounded", type = QueueType.CLASSIC, maxLength = 10))
        void bounded(String body) {}
    }

    @Test
    void queueThatExistsWithOtherProperties() {
        declare(QueueDeclaration.classic("probe.bounded").maxLength(20));
        assertThat(problem(Otherwise.class))
                .contains("CARROT-0395 [" + Otherwise.class.getName() + ".bounded]")
                .contains("x-max-length = 10")
                .contains("20");
    }

    @ApplicationScoped
    static class Fine {
        @Consume(queue = @QueueDef(value = "probe.fine", type = QueueType.CLASSIC, maxLength = 10), autoStart = false)
        void bounded(String body) {}
    }

    @Test
    void nothingIsDeclaredByTheLook() {
        try (SeContainer container = start(Fine.class)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(exists("probe.fine")).isFalse();
        }
    }
}
