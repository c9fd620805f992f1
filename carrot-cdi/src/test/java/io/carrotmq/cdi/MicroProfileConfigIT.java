package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Publisher;
import io.carrotmq.cdi.internal.config.Settings;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the application has MicroProfile Config, that is what is asked. The unit tests run without it. */
@Timeout(120)
class MicroProfileConfigIT {
    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();
    private final SetProperties properties = new SetProperties();
    private URLClassLoader application;

    @TempDir
    Path folder;

    /** A source that nothing but MicroProfile Config knows. */
    public static final class TestSource implements ConfigSource {
        static final Map<String, String> VALUES = new ConcurrentHashMap<>();

        @Override
        public Set<String> getPropertyNames() {
            return VALUES.keySet();
        }

        @Override
        public String getValue(String name) {
            return VALUES.get(name);
        }

        @Override
        public String getName() {
            return "the test's source";
        }
    }

    @Dependent
    static class Shop {
        @Inject
        @Exchange("feed")
        Publisher<Order> orders;
    }

    @BeforeEach
    void clear() {
        RecordingProvider.OPENED.clear();
    }

    /** Each application has a configuration of its own, by its loader. */
    private void configure(Map<String, String> values) throws IOException {
        TestSource.VALUES.putAll(values);
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(ConfigSource.class.getName()), TestSource.class.getName());
        application = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
        thread.setContextClassLoader(application);
    }

    @AfterEach
    void reset() throws IOException {
        thread.setContextClassLoader(before);
        TestSource.VALUES.clear();
        properties.restore();
        application.close();
    }

    @Test
    void itsSourcesAreAskedWithExpressions() throws IOException {
        configure(Map.of(
                "carrot.uri", "recording:default",
                "stage", "test",
                "carrot.publishers.Shop.orders.exchange", "feed-${stage}",
                "carrot.brokers.billing.uri", "recording:billing",
                "carrot.brokers.billing.userName", "joe"));
        try (SeContainer container = Containers.startWithoutFactory(Shop.class)) {
            container.select(Shop.class).get().orders.send(new Order("1", List.of()));
        }
        assertThat(RecordingProvider.OPENED.get("recording:default").last().exchange())
                .isEqualTo("feed-test");
        assertThat(Settings.ofProcess().find("carrot.brokers.billing.userName"))
                .contains(new Settings.Setting("property carrot.brokers.billing.userName of the test's source", "joe"));
    }

    @Test
    void systemPropertiesGoBefore() throws IOException {
        configure(Map.of("carrot.uri", "recording:source", "carrot.publishers.Shop.orders.exchange", "source"));
        properties.set("carrot.publishers.Shop.orders.exchange", "property");
        try (SeContainer container = Containers.startWithoutFactory(Shop.class)) {
            container.select(Shop.class).get().orders.send(new Order("1", List.of()));
        }
        assertThat(RecordingProvider.OPENED.get("recording:source").last().exchange())
                .isEqualTo("property");
    }

    @Test
    void unknownNamesOfEverySourceAreTold() throws IOException {
        configure(Map.of("carrot.uri", "recording:source", "carrot.publishers.Shop.orders.exchang", "x"));
        properties.set("carrot.publishers.Shop.orders.routingkey", "x");
        assertThatThrownBy(() -> Containers.startWithoutFactory(Shop.class).close())
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("CARROT-0319 [carrot.publishers.Shop.orders.exchang] ")
                .hasMessageContaining("CARROT-0319 [carrot.publishers.Shop.orders.routingkey] ")
                .hasMessageContaining("the nearest that there is: carrot.publishers.Shop.orders.routingKey;");
    }

    @Test
    void expressionThatNamesNothing() throws IOException {
        configure(Map.of("carrot.uri", "recording:source", "carrot.publishers.Shop.orders.exchange", "${nowhere}"));
        assertThatThrownBy(() -> Containers.startWithoutFactory(Shop.class).close())
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("CARROT-0328 [carrot.publishers.Shop.orders.exchange] ")
                .hasMessageContaining("nothing is set for ${nowhere}");
    }

    @Test
    void whatStandsAroundAnExpressionIsNotTold() throws IOException {
        configure(Map.of("carrot.uri", "amqp://joe:verysecret@${nowhere}"));
        assertThatThrownBy(() -> Containers.startWithoutFactory(Shop.class).close())
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("CARROT-0328 [carrot.uri] ")
                .hasMessageContaining("${nowhere}")
                .satisfies(problem -> assertThat(problem).hasStackTraceContaining("CARROT-0328"))
                .extracting(problem -> org.assertj.core.util.Throwables.getStackTrace(problem))
                .asString()
                .doesNotContain("verysecret");
    }
}
