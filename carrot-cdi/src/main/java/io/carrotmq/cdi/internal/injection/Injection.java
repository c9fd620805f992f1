package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Bytes;
import io.carrotmq.cdi.Json;
import io.carrotmq.cdi.Text;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.codec.Modules;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The publishers and consumers that are injected.
 *
 * <p>There is one bean of type {@code Publisher<T>} and one of type {@code Consumer<T>}, {@code T} being a type
 * variable: each fits every injection point of its kind, none is ever ambiguous, and the injection point says the rest.
 */
public final class Injection {
    private final Application application;
    private final Set<Demand> demands = new LinkedHashSet<>();
    private final Set<Annotation> encoders =
            new LinkedHashSet<>(List.of(Json.Literal.INSTANCE, Text.Literal.INSTANCE, Bytes.Literal.INSTANCE));
    private final OwnBeans ownBeans = new OwnBeans();

    /** Makes the part of one application. */
    public Injection(Application application) {
        this.application = application;
    }

    /** Reads an injection point, if it is one for Carrot. */
    public void read(ProcessInjectionPoint<?, ?> event) {
        DemandReader.read(event.getInjectionPoint()).ifPresent(demand -> {
            demands.add(demand);
            demand.qualifiers().stream().filter(Encoders::isEncoder).forEach(encoders::add);
            if (demand.isUnsatisfiable()) {
                event.configureInjectionPoint().qualifiers(Faulty.Literal.INSTANCE);
            }
        });
    }

    /** Notes a bean of the application's own without qualifier, which Carrot must not add to. */
    public void note(Bean<?> bean) {
        ownBeans.add(bean);
    }

    /** Adds what the injection points need. */
    public void addBeans(AfterBeanDiscovery event) {
        var beans = new SyntheticBeans(event, this);
        beans.addPublisherAndConsumer(encoders);
        if (!application.hasOwnFactory()) {
            beans.addConnectionFactory();
        }
        demands.removeIf(ownBeans::satisfy);
        Map<Type, Kind> unqualified = new LinkedHashMap<>();
        demands.stream()
                .filter(demand -> demand.isUnqualified() && !demand.deferred() && !demand.isUnsatisfiable())
                .forEach(demand -> unqualified.put(demand.type(), demand.kind()));
        unqualified.forEach((type, kind) -> beans.addUnqualified(kind, type));
    }

    /** {@return everything that is wrong with the injection points} */
    public List<ConfigurationException> problems() {
        List<ConfigurationException> problems = new ArrayList<>();
        for (Demand demand : demands) {
            problems.addAll(demand.problems());
            if (demand.problems().isEmpty()) {
                try {
                    demand.resolve(application.codecs(demand.module(), demand.point()));
                } catch (ConfigurationException e) {
                    problems.add(e);
                }
            }
        }
        demands.clear();
        return problems;
    }

    Publisher<?> publisher(CreationalContext<?> context) {
        Demand demand = demand(context);
        return demand.publisher(
                application.factory("", demand.module()), application.codecs(demand.module(), demand.point()));
    }

    Consumer<?> consumer(CreationalContext<?> context) {
        Demand demand = demand(context);
        return demand.consumer(
                application.factory("", demand.module()), application.codecs(demand.module(), demand.point()));
    }

    ConnectionFactory connectionFactory(CreationalContext<?> context) {
        return application.factory("", Modules.of(application.injectionPoint(context)));
    }

    /** Injection points were checked at deployment; what {@code select()} adds to an Instance is checked here. */
    private Demand demand(CreationalContext<?> context) {
        InjectionPoint point = application.injectionPoint(context);
        Demand demand = DemandReader.read(point).orElseThrow(() -> new IllegalStateException(point.toString()));
        Iterator<ConfigurationException> problems = demand.problems().iterator();
        if (problems.hasNext()) {
            ConfigurationException first = problems.next();
            problems.forEachRemaining(first::addSuppressed);
            throw first;
        }
        return demand;
    }
}
