package io.carrotmq.cdi.internal.consume;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.broker.ContainerThreads;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.util.List;

/** The {@code @Consume} methods of one application, from their deployment to its end. */
public final class Consumption {
    private final Application application;
    private final ConsumeReader reader;
    private final ConsumerRuns runs = new ConsumerRuns();

    /** Makes the part of one application. */
    public Consumption(Application application) {
        this.application = application;
        this.reader = new ConsumeReader(application);
    }

    /** Reads the methods of a bean. */
    public void read(ProcessManagedBean<?> event) {
        reader.add(event);
    }

    /** Adds the bean by which applications reach their consumers. */
    public void addBeans(AfterBeanDiscovery event) {
        event.<ConsumerRegistry>addBean()
                .types(Object.class, ConsumerRegistry.class)
                .qualifiers(Any.Literal.INSTANCE, Default.Literal.INSTANCE)
                .scope(Dependent.class)
                .produceWith(instance -> runs);
    }

    /** {@return everything that is wrong with the methods} */
    public List<ConfigurationException> problems() {
        return reader.problems();
    }

    /** {@return what the methods need and the application has not, now that it is known} */
    public List<ConfigurationException> problems(BeanManager beans) {
        return Transacting.problems(reader.plans(), beans);
    }

    /** Starts consuming. Does nothing the second time. */
    public void start(BeanManager beans) {
        runs.start(
                reader.plans(),
                new Surroundings(
                        beans,
                        plan -> application.factory(plan.broker(), plan.module()),
                        ContainerThreads.of("consumer"),
                        application::fire));
    }

    /** Stops consuming: what is being handled is waited for, within a bound, and the rest given back. Does nothing the second time. */
    public void stop() {
        runs.stop();
    }
}
