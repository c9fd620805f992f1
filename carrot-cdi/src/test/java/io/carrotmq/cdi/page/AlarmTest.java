package io.carrotmq.cdi.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Publisher;
import io.carrotmq.UnroutableException;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The observers of docs/events.md. */
@Timeout(60)
class AlarmTest {
    private final MemoryBroker broker = MemoryBroker.named("alarm");
    private final MemoryBroker billing = MemoryBroker.named("alarm-billing");

    @AfterEach
    void remove() {
        System.clearProperty("carrot.uri");
        System.clearProperty("carrot.brokers.billing.uri");
        broker.remove();
        billing.remove();
    }

    @Dependent
    static class Sender {
        @Inject
        @RoutingKey("nowhere")
        Publisher<String> publisher;
    }

    @Test
    void observersAreTold() {
        System.setProperty("carrot.uri", broker.uri());
        System.setProperty("carrot.brokers.billing.uri", billing.uri());
        SeContainerInitializer initializer =
                SeContainerInitializer.newInstance().disableDiscovery().addBeanClasses(Alarm.class, Sender.class);
        // With the discovery of beans that of extensions is off, too.
        ServiceLoader.load(Extension.class).forEach(initializer::addExtensions);
        try (SeContainer container = initializer.initialize()) {
            Publisher<String> publisher = container.select(Sender.class).get().publisher;
            assertThatThrownBy(() -> publisher.send("lost")).isInstanceOf(UnroutableException.class);
            Alarm alarm = container.select(Alarm.class).get();
            Await.until(
                    "the alert", Duration.ofSeconds(30), () -> alarm.alerts().contains("no queue takes nowhere"));
            Await.until(
                    "all events", Duration.ofSeconds(30), () -> alarm.alerts().contains("Unroutable"));
            assertThat(alarm.alerts()).noneMatch(alert -> alert.startsWith("billing"));
        }
    }
}
