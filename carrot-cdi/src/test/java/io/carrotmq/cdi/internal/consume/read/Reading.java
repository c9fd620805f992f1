package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.List;

/** A container in which methods are read and nothing is consumed. */
final class Reading implements AutoCloseable {
    private final Reader reader = new Reader();
    private final SeContainer container;

    private Reading(List<Class<?>> beans, Extension... others) {
        SeContainerInitializer initializer = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(reader)
                .addExtensions(others)
                .addBeanClasses(beans.toArray(Class<?>[]::new));
        container = initializer.initialize();
    }

    static Reading of(Class<?>... beans) {
        return new Reading(List.of(beans));
    }

    static Reading with(Extension other, Class<?>... beans) {
        return new Reading(List.of(beans), other);
    }

    /** The one plan there is. */
    static ConsumerPlan plan(Class<?>... beans) {
        try (Reading reading = of(beans)) {
            return reading.plan();
        }
    }

    List<ConsumerPlan> plans() {
        return reader.plans;
    }

    ConsumerPlan plan() {
        if (plans().size() != 1) {
            throw new AssertionError("plans: " + plans() + ", problems: " + reader.problems);
        }
        return plans().get(0);
    }

    BeanManager beans() {
        return container.getBeanManager();
    }

    SeContainer container() {
        return container;
    }

    @Override
    public void close() {
        container.close();
    }

    static final class Reader implements Extension {
        private final ConsumeReader reader = new ConsumeReader(new Application());
        private List<ConsumerPlan> plans;
        private List<ConfigurationException> problems;

        void note(@Observes @WithAnnotations(Consume.class) ProcessAnnotatedType<?> event) {
            reader.note(event);
        }

        void read(@Observes ProcessManagedBean<?> event) {
            reader.add(event);
        }

        void validate(@Observes AfterDeploymentValidation event) {
            plans = reader.plans();
            problems = reader.problems();
            problems.forEach(event::addDeploymentProblem);
        }
    }
}
