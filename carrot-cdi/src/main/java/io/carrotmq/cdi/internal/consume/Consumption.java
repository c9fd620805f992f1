package io.carrotmq.cdi.internal.consume;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.broker.Application;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.util.List;

/** The {@code @Consume} methods of one application, from their deployment to its end. */
public final class Consumption {
    private final Application application;
    private final ConsumeReader reader;

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
    public void addBeans(AfterBeanDiscovery event) {}

    /** {@return everything that is wrong with the methods} */
    public List<ConfigurationException> problems() {
        return reader.problems();
    }

    /** Starts consuming. Does nothing the second time. */
    public void start(BeanManager beans) {}

    /** Stops consuming: what is being handled is waited for, within a bound, and the rest given back. Does nothing the second time. */
    public void stop() {}
}
