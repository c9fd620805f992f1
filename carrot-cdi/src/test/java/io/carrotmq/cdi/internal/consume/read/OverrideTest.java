package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.DeadLettering;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.topology.QueueDeclaration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An administrator has the last word. */
class OverrideTest {
    private final List<String> set = new ArrayList<>();

    private void set(String name, String value) {
        System.setProperty(name, value);
        set.add(name);
    }

    @AfterEach
    void reset() {
        set.forEach(System::clearProperty);
    }

    @ApplicationScoped
    static class Named {
        @Consume(value = "orders", id = "named")
        void on(Order order) {}
    }

    @ApplicationScoped
    static class Declared {
        @Consume(queue = @QueueDef("orders"))
        void on(Order order) {}
    }

    @ApplicationScoped
    static class Batched {
        @Consume("orders")
        @Batch(max = 10)
        void on(List<Order> orders) {}
    }

    @Test
    void membersOfEveryAnnotationAlsoOfThoseThatAreAbsent() {
        set("carrot.consumers.named.concurrency", "16");
        set("carrot.consumers.named.retry.max", "7");
        set("carrot.consumers.named.retry.delay", "5s");
        set("carrot.consumers.named.deadLetter.queue", "broken");
        set("carrot.consumers.named.autoStart", "false");
        ConsumerPlan plan = Reading.plan(Named.class);
        assertThat(plan.concurrency()).isEqualTo(16);
        assertThat(plan.options().prefetch()).isEqualTo(32);
        assertThat(plan.options().redelivery().maxAttempts()).isEqualTo(7);
        assertThat(plan.options().redelivery().delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.options().deadLettering()).isEqualTo(DeadLettering.toQueue("broken"));
        assertThat(plan.autoStart()).isFalse();
    }

    @Test
    void batch() {
        set("carrot.consumers.Batched.on.batch.max", "50");
        assertThat(Reading.plan(Batched.class).batch().max()).isEqualTo(50);
    }

    @Test
    void queueOfOneThatIsNamed() {
        set("carrot.consumers.named.queue", "other");
        ConsumerPlan plan = Reading.plan(Named.class);
        assertThat(plan.queue()).isEqualTo("other");
        assertThat(plan.options().topology().queues()).isEmpty();
    }

    @Test
    void queueOfOneThatIsDeclared() {
        set("carrot.consumers.Declared.on.queue", "other");
        ConsumerPlan plan = Reading.plan(Declared.class);
        assertThat(plan.queue()).isEqualTo("other");
        assertThat(plan.options().topology().queues()).containsExactly(QueueDeclaration.of("other"));
    }

    @Test
    void valueOfOneThatIsDeclared() {
        set("carrot.consumers.Declared.on", "other");
        ConsumerPlan plan = Reading.plan(Declared.class);
        assertThat(plan.queue()).isEqualTo("other");
        assertThat(plan.options().topology().queues()).containsExactly(QueueDeclaration.of("other"));
    }

    @Test
    void whatIsSetIsCheckedAsWhatIsWritten() {
        set("carrot.consumers.named.timeout", "soon");
        assertThatThrownBy(() -> Reading.plan(Named.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("CARROT-0353 [" + Named.class.getName() + ".on] @Consume.timeout \"soon\"");
    }

    @Test
    void idCannotBeSet() {
        set("carrot.consumers.named.id", "other");
        assertThatThrownBy(() -> Reading.plan(Named.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("CARROT-0356")
                .hasMessageContaining("carrot.consumers.named.id is set");
    }
}
