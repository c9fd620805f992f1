package io.carrotmq.cdi.internal;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.DeadLetter;
import io.carrotmq.cdi.Retry;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.client.Clients;
import io.carrotmq.cdi.internal.consume.Consumption;
import io.carrotmq.cdi.internal.injection.Injection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Carrot's portable extension. The container finds and instantiates it, once for each application. */
public class CarrotExtension implements Extension {
    private final Application application = new Application();
    private final Injection injection = new Injection(application);
    private final Clients clients = new Clients(application);
    private final Consumption consumption = new Consumption(application);
    private final AtomicBoolean started = new AtomicBoolean();

    /** Called by the container. */
    public CarrotExtension() {}

    void read(@Observes ProcessAnnotatedType<?> event) {
        clients.read(event);
    }

    void read(@Observes ProcessInjectionPoint<?, ?> event) {
        injection.read(event);
        clients.read(event);
    }

    void note(
            @Observes @WithAnnotations({Consume.class, Retry.class, DeadLetter.class, Batch.class})
                    ProcessAnnotatedType<?> event) {
        consumption.note(event);
    }

    void read(@Observes ProcessManagedBean<?> event) {
        clients.read(event);
        consumption.read(event);
    }

    void note(@Observes ProcessBean<?> event) {
        Bean<?> bean = event.getBean();
        if (isOwn(bean)) {
            return;
        }
        consumption.note(bean);
        if (isDefault(bean)) {
            injection.note(bean);
        }
        if (bean.getTypes().contains(ConnectionFactory.class)) {
            application.addFactory(bean);
        }
    }

    private static boolean isOwn(Bean<?> bean) {
        return bean.getBeanClass().getName().startsWith(CarrotExtension.class.getPackageName() + ".");
    }

    private static boolean isDefault(Bean<?> bean) {
        return bean.getQualifiers().stream().anyMatch(qualifier -> qualifier.annotationType() == Default.class);
    }

    void note(@Observes ProcessObserverMethod<?, ?> event) {
        consumption.note(event.getObserverMethod());
        AnnotatedMethod<?> method = event.getAnnotatedMethod();
        application.note(
                event.getObserverMethod(),
                method == null
                        ? event.getObserverMethod().toString()
                        : method.getJavaMember().getDeclaringClass().getName() + "."
                                + method.getJavaMember().getName());
    }

    void addBeans(@Observes AfterBeanDiscovery event, BeanManager beans) {
        injection.addBeans(event);
        clients.addBeans(event, beans);
        consumption.addBeans(event);
    }

    void validate(@Observes AfterDeploymentValidation event, BeanManager beans) {
        application.start(beans);
        Map<String, ConfigurationException> problems = new LinkedHashMap<>();
        Stream.of(injection.problems(), clients.problems(), consumption.problems(), consumption.problems(beans))
                .flatMap(java.util.List::stream)
                .forEach(problem -> problems.put(problem.getMessage(), problem));
        application.problems().forEach(problem -> problems.put(problem.getMessage(), problem));
        problems.values().forEach(event::addDeploymentProblem);
        if (!problems.isEmpty()) {
            application.end();
        }
    }

    void start(@Observes Startup event, BeanManager beans) {
        start(beans);
    }

    /** Instead of the start where there is none. The scope begins before it, and in a server once for each web module. */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object event, BeanManager beans) {
        if (!hasStartup(beans)) {
            start(beans);
        }
    }

    /** OpenWebBeans of CDI 4.0 fires neither Startup nor Shutdown. */
    private static boolean hasStartup(BeanManager beans) {
        return !beans.getClass().getName().startsWith("org.apache.webbeans.");
    }

    private void start(BeanManager beans) {
        if (started.compareAndSet(false, true)) {
            application.startEvents(beans);
            consumption.start(beans);
        }
    }

    void stop(@Observes Shutdown event) {
        stop();
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event, BeanManager beans) {
        if (!hasStartup(beans)) {
            stop();
        }
    }

    private void stop() {
        consumption.stop();
        application.stopEvents();
    }

    void end(@Observes BeforeShutdown event) {
        consumption.stop();
        injection.end();
        application.end();
    }
}
