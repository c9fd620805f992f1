package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.cdi.scenario.Order;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A method is called on the bean that its scope says, as the container would call it. */
class BeanMethodTest {
    private static final List<String> EVENTS = new ArrayList<>();
    private static final Order ORDER = new Order("1", List.of());

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    private static Object call(Reading reading) throws Throwable {
        try (TargetMethod.Target target = reading.plan().target().open(reading.beans())) {
            return target.call(Handed.of(ORDER));
        }
    }

    @ApplicationScoped
    static class OfApplication extends Counting {}

    @Singleton
    static class OfSingleton extends Counting {}

    @Dependent
    static class OfDependent extends Counting {}

    @RequestScoped
    static class OfRequest extends Counting {}

    abstract static class Counting {
        private int calls;

        @PostConstruct
        void made() {
            EVENTS.add("made");
        }

        @PreDestroy
        void destroyed() {
            EVENTS.add("destroyed");
        }

        @Consume("q")
        int on(Order order) {
            return ++calls;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OfApplication.class, OfSingleton.class, OfDependent.class})
    void oneInstanceForAllCalls(Class<?> bean) throws Throwable {
        try (Reading reading = Reading.of(bean);
                TargetMethod.Target target = reading.plan().target().open(reading.beans())) {
            assertThat(target.call(Handed.of(ORDER))).isEqualTo(1);
            assertThat(target.call(Handed.of(ORDER))).isEqualTo(2);
            assertThat(EVENTS).containsExactly("made");
        }
    }

    @Test
    void dependentInstanceEndsWithTheTarget() throws Throwable {
        try (Reading reading = Reading.of(OfDependent.class)) {
            call(reading);
            assertThat(EVENTS).containsExactly("made", "destroyed");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OfApplication.class, OfSingleton.class})
    void instanceOfTheContextOutlivesTheTarget(Class<?> bean) throws Throwable {
        try (Reading reading = Reading.of(bean)) {
            assertThat(call(reading)).isEqualTo(1);
            assertThat(call(reading)).isEqualTo(2);
            assertThat(EVENTS).containsExactly("made");
        }
        assertThat(EVENTS).containsExactly("made", "destroyed");
    }

    @Test
    void oneInstanceForEachRequest() throws Throwable {
        try (Reading reading = Reading.of(OfRequest.class);
                TargetMethod.Target target = reading.plan().target().open(reading.beans())) {
            RequestContextController request =
                    reading.container().select(RequestContextController.class).get();
            for (int i = 0; i < 2; i++) {
                assertThat(request.activate()).isTrue();
                assertThat(target.call(Handed.of(ORDER))).isEqualTo(1);
                request.deactivate();
            }
            assertThat(EVENTS).containsExactly("made", "destroyed", "made", "destroyed");
            assertThatThrownBy(() -> target.call(Handed.of(ORDER))).isInstanceOf(ContextNotActiveException.class);
        }
    }

    @ApplicationScoped
    static class Failing {
        @Consume("q")
        void on(Order order) throws IOException {
            throw new IOException("disk full");
        }
    }

    @Test
    void whatIsThrownComesItself() {
        try (Reading reading = Reading.of(Failing.class)) {
            assertThatThrownBy(() -> call(reading))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("disk full")
                    .hasNoCause();
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Logged {}

    @Interceptor
    @Logged
    @Priority(1)
    static class Logging {
        @AroundInvoke
        Object around(InvocationContext invocation) throws Exception {
            EVENTS.add("before " + invocation.getMethod().getName());
            return invocation.proceed();
        }
    }

    interface Desk {
        String sell(Order order);
    }

    @Decorator
    @Priority(1)
    static class Polite implements Desk {
        @Inject
        @Delegate
        Desk desk;

        @Override
        public String sell(Order order) {
            return "please: " + desk.sell(order);
        }
    }

    @ApplicationScoped
    static class NormalDesk implements Desk {
        @Override
        @Logged
        @Consume("q")
        public String sell(Order order) {
            return order.id();
        }
    }

    @Dependent
    static class DependentDesk extends NormalDesk {
        @Override
        @Logged
        @Consume("q")
        public String sell(Order order) {
            return order.id();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {NormalDesk.class, DependentDesk.class})
    void interceptorsAndDecorators(Class<?> bean) throws Throwable {
        try (Reading reading = Reading.of(bean, Logging.class, Polite.class)) {
            assertThat(call(reading)).isEqualTo("please: 1");
            assertThat(EVENTS).containsExactly("before sell");
        }
    }

    @ApplicationScoped
    static class PackagePrivate {
        @Logged
        @Consume("q")
        String on(Order order) {
            return order.id();
        }
    }

    @Dependent
    static class Protected {
        @Logged
        @Consume("q")
        protected String on(Order order) {
            return order.id();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {PackagePrivate.class, Protected.class})
    void methodsThatAreNotPublicAreIntercepted(Class<?> bean) throws Throwable {
        try (Reading reading = Reading.of(bean, Logging.class)) {
            assertThat(call(reading)).isEqualTo("1");
            assertThat(EVENTS).containsExactly("before on");
        }
    }

    @ApplicationScoped
    static class Signal {
        @Consume("q")
        void on() {
            EVENTS.add("called");
        }
    }

    @Test
    void methodWithoutParameters() throws Throwable {
        try (Reading reading = Reading.of(Signal.class)) {
            assertThat(call(reading)).isNull();
            assertThat(EVENTS).containsExactly("called");
            assertThat(reading.plan().decoder().type()).isEqualTo(byte[].class);
        }
    }

    @ApplicationScoped
    static class Several {
        @Consume("q")
        void on(Order... orders) {
            EVENTS.add("called with " + orders.length);
        }
    }

    @Test
    void variableNumberOfParametersIsAnArray() throws Throwable {
        try (Reading reading = Reading.of(Several.class);
                TargetMethod.Target target = reading.plan().target().open(reading.beans())) {
            target.call(Handed.of(new Order[] {ORDER, ORDER}));
            assertThat(EVENTS).containsExactly("called with 2");
        }
    }
}
