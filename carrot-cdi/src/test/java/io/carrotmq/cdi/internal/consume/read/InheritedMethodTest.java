package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which methods of which class are read. */
class InheritedMethodTest {
    private static final Order ORDER = new Order("1", List.of());

    private static Object call(Reading reading) throws Throwable {
        try (TargetMethod.Target target = reading.plan().target().open(reading.beans())) {
            return target.call(Handed.of(ORDER));
        }
    }

    abstract static class Base<T> {
        @Consume("q")
        String on(T body) {
            return "base " + handle(body);
        }

        abstract String handle(T body);
    }

    @ApplicationScoped
    static class OfOrder extends Base<Order> {
        @Override
        String handle(Order order) {
            return order.id();
        }
    }

    @Test
    void typeVariableIsResolvedForTheBean() throws Throwable {
        try (Reading reading = Reading.of(OfOrder.class)) {
            assertThat(reading.plan().id()).isEqualTo("OfOrder.on");
            assertThat(reading.plan().decoder().type()).isEqualTo(Order.class);
            assertThat(call(reading)).isEqualTo("base 1");
        }
    }

    abstract static class Middle<E> extends Base<List<? extends E>> {}

    @ApplicationScoped
    static class OfList extends Middle<Order> {
        @Override
        String handle(List<? extends Order> orders) {
            return orders.toString();
        }
    }

    @Test
    void typeVariablesAreResolvedThroughSeveralClasses() {
        assertThat(Reading.plan(OfList.class).decoder().type()).satisfies(type -> {
            assertThat(((ParameterizedType) type).getRawType()).isEqualTo(List.class);
            assertThat(((ParameterizedType) type).getActualTypeArguments()).containsExactly(Order.class);
        });
    }

    @ApplicationScoped
    static class Again extends Base<Order> {
        @Override
        @Consume("other")
        String on(Order order) {
            return "again " + super.on(order);
        }

        @Override
        String handle(Order order) {
            return order.id();
        }
    }

    @Test
    void overridingMethodIsReadOnceWithItsOwnAnnotation() throws Throwable {
        try (Reading reading = Reading.of(Again.class)) {
            assertThat(reading.plan().queue()).isEqualTo("other");
            assertThat(call(reading)).isEqualTo("again base 1");
        }
    }

    @ApplicationScoped
    static class NoMore extends Base<Order> {
        @Override
        String on(Order order) {
            return super.on(order);
        }

        @Override
        String handle(Order order) {
            return order.id();
        }
    }

    @Test
    void overridingMethodWithoutAnnotationDoesNotConsume() {
        try (Reading reading = Reading.of(NoMore.class)) {
            assertThat(reading.plans()).isEmpty();
        }
    }

    @Test
    void eachSubclassHasItsOwnConsumer() {
        try (Reading reading = Reading.of(OfOrder.class, OfList.class)) {
            assertThat(reading.plans()).extracting(ConsumerPlan::id).containsExactly("OfList.on", "OfOrder.on");
        }
    }

    @ApplicationScoped
    static class General {
        @Consume("q")
        void on(Order order) {}
    }

    @Specializes
    @ApplicationScoped
    static class Special extends General {}

    @Test
    void specializedBeanDoesNotConsume() {
        try (Reading reading = Reading.of(General.class, Special.class)) {
            assertThat(reading.plan().id()).isEqualTo("Special.on");
        }
    }

    @Dependent
    static class Unmarked {
        void on(Order order) {}
    }

    /** Annotates what nobody has annotated. */
    static class Annotator implements Extension {
        void annotate(@Observes ProcessAnnotatedType<Unmarked> event) {
            event.configureAnnotatedType().methods().forEach(method -> method.add(CarrierOf.consume()));
        }
    }

    /** Carries an annotation. */
    static final class CarrierOf {
        private CarrierOf() {}

        @Consume("added")
        static Consume consume() {
            try {
                return CarrierOf.class.getDeclaredMethod("consume").getAnnotation(Consume.class);
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void annotationsOfOtherExtensionsCount() {
        try (Reading reading = Reading.with(new Annotator(), Unmarked.class)) {
            assertThat(reading.plan().queue()).isEqualTo("added");
        }
    }
}
