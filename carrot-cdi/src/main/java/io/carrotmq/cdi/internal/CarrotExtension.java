package io.carrotmq.cdi.internal;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Bytes;
import io.carrotmq.cdi.Json;
import io.carrotmq.cdi.Text;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carrot's portable extension. The container finds and instantiates it, once for each application.
 *
 * <p>There is one bean of type {@code Publisher<T>} and one of type {@code Consumer<T>}, {@code T} being a type
 * variable: each fits every injection point of its kind, none is ever ambiguous, and the injection point says the rest.
 */
public class CarrotExtension implements Extension {
    private final Set<Demand> demands = new LinkedHashSet<>();
    private final Set<Annotation> encoders =
            new LinkedHashSet<>(List.of(Json.Literal.INSTANCE, Text.Literal.INSTANCE, Bytes.Literal.INSTANCE));
    private final OwnBeans ownBeans = new OwnBeans();
    private final ConnectionFactories factories = new ConnectionFactories(ConnectionFactorySearch.ofProcess());
    private final Application application = new Application(factories);

    /** Called by the container. */
    public CarrotExtension() {}

    void read(@Observes ProcessInjectionPoint<?, ?> event) {
        DemandReader.read(event.getInjectionPoint()).ifPresent(demand -> {
            demands.add(demand);
            demand.qualifiers().stream().filter(DemandReader::isEncoder).forEach(encoders::add);
            if (demand.isUnsatisfiable()) {
                event.configureInjectionPoint().qualifiers(Faulty.Literal.INSTANCE);
            }
        });
    }

    void note(@Observes ProcessBean<?> event) {
        Bean<?> bean = event.getBean();
        if (bean.getBeanClass() == CarrotExtension.class || !OwnBeans.isDefault(bean)) {
            return;
        }
        ownBeans.add(bean);
        if (bean.getTypes().contains(ConnectionFactory.class)) {
            factories.add(bean);
        }
    }

    void addBeans(@Observes AfterBeanDiscovery event) {
        var beans = new SyntheticBeans(event, application);
        beans.addPublisherAndConsumer(encoders);
        if (!factories.hasOwn()) {
            beans.addConnectionFactory();
        }
        demands.removeIf(ownBeans::satisfy);
        Map<Type, Kind> unqualified = new LinkedHashMap<>();
        demands.stream()
                .filter(demand -> demand.isUnqualified() && !demand.deferred() && !demand.isUnsatisfiable())
                .forEach(demand -> unqualified.put(demand.type(), demand.kind()));
        unqualified.forEach((type, kind) -> beans.addUnqualified(kind, type));
    }

    void validate(@Observes AfterDeploymentValidation event, BeanManager beans) {
        Map<String, ConfigurationException> problems = new LinkedHashMap<>();
        for (Demand demand : demands) {
            demand.problems().forEach(problem -> problems.put(problem.getMessage(), problem));
            if (demand.problems().isEmpty()) {
                application.check(demand).ifPresent(problem -> problems.put(problem.getMessage(), problem));
            }
        }
        problems.values().forEach(event::addDeploymentProblem);
        demands.clear();
        factories.start(beans);
    }

    void end(@Observes BeforeShutdown event) {
        application.end();
    }
}
