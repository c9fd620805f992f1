package io.carrotmq.cdi.internal.consume;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.ConsumerRegistry;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.broker.ContainerThreads;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.read.BrokerProbe;
import io.carrotmq.cdi.internal.consume.read.ConsumeReader;
import io.carrotmq.cdi.internal.consume.read.RequestContexts;
import io.carrotmq.cdi.internal.consume.run.ConsumerRuns;
import io.carrotmq.cdi.internal.consume.run.Surroundings;
import io.carrotmq.cdi.internal.consume.run.Transacting;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The {@code @Consume} methods of one application, from their deployment to its end. */
public final class Consumption {
    /** How long a deployment waits for brokers. */
    private static final Duration PROBE_BOUND = Duration.ofSeconds(3);

    private final Application application;
    private final ConsumeReader reader;
    private final RequestContexts requests = new RequestContexts();
    private final ConsumerRuns runs = new ConsumerRuns();

    /** Makes the part of one application. */
    public Consumption(Application application) {
        this.application = application;
        this.reader = new ConsumeReader(application);
    }

    /** Notes a type that has such methods. */
    public void note(ProcessAnnotatedType<?> event) {
        reader.note(event);
    }

    /** Reads the methods of a bean. */
    public void read(ProcessManagedBean<?> event) {
        reader.add(event);
    }

    /** Notes a bean of the application. */
    public void note(Bean<?> bean) {
        requests.note(bean);
    }

    /** Notes an observer of the application. */
    public void note(ObserverMethod<?> observer) {
        requests.note(observer);
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

    /** {@return what the methods need and the application or its brokers have not, now that both can be asked} */
    public List<ConfigurationException> problems(BeanManager beans) {
        List<ConfigurationException> problems = new ArrayList<>(Transacting.problems(reader.plans(), beans));
        problems.addAll(new BrokerProbe(PROBE_BOUND).problems(reader.plans(), this::connections));
        return problems;
    }

    /** Starts consuming. Does nothing the second time. */
    public void start(BeanManager beans) {
        runs.start(
                reader.plans(),
                new Surroundings(
                        beans,
                        requests.areTold(),
                        this::connections,
                        ContainerThreads.of("consumer"),
                        application::fire));
    }

    private ConnectionFactory connections(ConsumerPlan plan) {
        return application.factory(plan.broker(), plan.module());
    }

    /** Stops consuming: what is being handled is waited for, within a bound, and the rest given back. Does nothing the second time. */
    public void stop() {
        runs.stop();
    }
}
