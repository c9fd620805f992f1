package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.broker.Application;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.util.List;

/** The declarative publishers of one application: interfaces that Carrot implements, and classes that extend its own. */
public final class Clients {
    private final Application application;

    /** Makes the part of one application. */
    public Clients(Application application) {
        this.application = application;
    }

    /** Reads a type of the application, if it is one for Carrot. */
    public void read(ProcessAnnotatedType<?> event) {}

    /** Reads an injection point: an interface may be seen nowhere else. */
    public void read(ProcessInjectionPoint<?, ?> event) {}

    /** Adds a bean for each interface. */
    public void addBeans(AfterBeanDiscovery event) {}

    /** {@return everything that is wrong with them} */
    public List<ConfigurationException> problems() {
        return List.of();
    }
}
