package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import java.lang.reflect.Proxy;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Methods that a container shows and that Carrot cannot call, or is not meant to. */
class UnreachableMethodTest {
    @Dependent
    static class Desk {
        @Consume("q")
        void on(Order order) {}
    }

    /** Weld SE has no session beans, so this is what a server would tell. */
    @Test
    void sessionBean() {
        try (Reading reading = Reading.of(Desk.class)) {
            AnnotatedType<Desk> type = reading.beans().createAnnotatedType(Desk.class);
            var event = (ProcessSessionBean<?>) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ProcessSessionBean.class},
                    (proxy, method, arguments) -> method.getName().equals("getAnnotatedBeanClass") ? type : null);
            ConsumeReader reader = new ConsumeReader(new Application());
            reader.add(event);
            assertThat(reader.plans()).isEmpty();
            assertThat(reader.problems())
                    .singleElement()
                    .extracting(ConfigurationException::getMessage)
                    .asString()
                    .startsWith("CARROT-0371 [" + Desk.class.getName() + "]")
                    .contains("session bean");
        }
    }

    @Dependent
    static class Dice extends Random {
        private static final long serialVersionUID = 1L;
    }

    /** Annotates a protected method of the platform, whose module opens it to nobody. */
    static class Annotator implements Extension {
        void annotate(@Observes ProcessAnnotatedType<Dice> event) {
            event.configureAnnotatedType()
                    .filterMethods(method -> method.getJavaMember().getName().equals("next"))
                    .forEach(method -> method.add(Defaults.CONSUME));
        }
    }

    @Test
    void methodOfAClosedModule() {
        System.setProperty("carrot.consumers.Dice.next", "q");
        try {
            assertThatThrownBy(() -> Reading.with(new Annotator(), Dice.class))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("CARROT-0372 [" + Dice.class.getName() + ".next]")
                    .hasStackTraceContaining("module java.base does not open");
        } finally {
            System.clearProperty("carrot.consumers.Dice.next");
        }
    }

    @Alternative
    @Dependent
    static class NotSelected extends Desk {}

    @Dependent
    static class Vetoed {
        @Consume("q")
        void on(Order order) {}
    }

    static class Vetoing implements Extension {
        void veto(@Observes ProcessAnnotatedType<Vetoed> event) {
            event.veto();
        }
    }

    @Test
    void alternativeThatIsNotSelectedIsMeantNotToConsume() {
        try (Reading reading = Reading.of(Desk.class, NotSelected.class)) {
            assertThat(reading.plan().id()).isEqualTo("Desk.on");
        }
    }

    @Test
    void vetoedClassIsMeantNotToConsume() {
        try (Reading reading = Reading.with(new Vetoing(), Vetoed.class)) {
            assertThat(reading.plans()).isEmpty();
        }
    }
}
