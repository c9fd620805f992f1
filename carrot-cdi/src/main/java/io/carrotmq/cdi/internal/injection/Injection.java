package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Bytes;
import io.carrotmq.cdi.Json;
import io.carrotmq.cdi.Text;
import io.carrotmq.cdi.TxMode;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The publishers, consumers and connection factories that are injected.
 *
 * <p>There is one bean of type {@code Publisher<T>}, one of type {@code Consumer<T>} and so on, {@code T} being a type
 * variable: each fits every injection point of its kind, none is ever ambiguous, and the injection point says the rest.
 */
public final class Injection {
    private final Application application;
    private final Set<Demand> demands = new LinkedHashSet<>();
    private final Set<Annotation> encoders =
            new LinkedHashSet<>(List.of(Json.Literal.INSTANCE, Text.Literal.INSTANCE, Bytes.Literal.INSTANCE));
    private final List<ConfigurationException> problems = new ArrayList<>();
    private final OwnBeans ownBeans = new OwnBeans();
    private final Set<Object> open = ConcurrentHashMap.newKeySet();

    /** Makes the part of one application. */
    public Injection(Application application) {
        this.application = application;
    }

    /** Reads an injection point, if it is one for Carrot. */
    public void read(ProcessInjectionPoint<?, ?> event) {
        InjectionPoint point = event.getInjectionPoint();
        Optional<Demand> read = DemandReader.read(point, application.configuration());
        if (read.isEmpty() && point.getAnnotated().isAnnotationPresent(TxMode.class)) {
            problems.add(Messages.transactionModeOfNoSender(
                    PointName.of(point), point.getType().getTypeName()));
        }
        read.ifPresent(demand -> {
            demands.add(demand);
            demand.qualifiers().stream().filter(Encoders::isEncoder).forEach(encoders::add);
            application.useBroker(demand.place().broker(), demand.point());
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
        var beans = new SyntheticBeans(event, this, application.brokers());
        beans.addTyped(encoders);
        beans.addConnectionFactory(application::hasOwnFactory);
        beans.addConsumerSet(ownBeans.has(ConsumerSet.class));
        demands.removeIf(ownBeans::satisfy);
        Map<Type, Kind> unqualified = new LinkedHashMap<>();
        demands.stream()
                .filter(demand -> demand.kind().hasBody())
                .filter(demand -> demand.isUnqualified() && !demand.deferred() && !demand.isUnsatisfiable())
                .forEach(demand -> unqualified.put(demand.type(), demand.kind()));
        unqualified.forEach((type, kind) -> beans.addUnqualified(kind, type));
    }

    /** {@return everything that is wrong with the injection points} */
    public List<ConfigurationException> problems() {
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
        return List.copyOf(problems);
    }

    /** Makes what one injection point asks for. */
    Object make(Kind kind, CreationalContext<?> context) {
        Demand demand = demand(kind, context);
        String broker = demand.place().broker();
        ConnectionFactory connections = application.factory(broker, demand.module());
        ModuleCodecs codecs = kind.hasBody() ? application.codecs(demand.module(), demand.point()) : null;
        return keep(demand.make(connections, codecs, event -> application.fire(event, broker)));
    }

    private Object keep(Object made) {
        if (!(made instanceof ConnectionFactory)) {
            open.add(made);
        }
        return made;
    }

    /** Ends what was made, with the bean it was injected into. A connection factory is shared, and its close does nothing. */
    void dispose(Object made) {
        open.remove(made);
        close(made);
    }

    /** Ends what is left: not every container destroys the dependent objects of lookups when it ends. */
    public void end() {
        List.copyOf(open).forEach(this::dispose);
    }

    private static void close(Object made) {
        if (made instanceof Publisher<?> publisher) {
            publisher.close();
        } else if (made instanceof Consumer<?> consumer) {
            consumer.close();
        } else if (made instanceof Messaging<?> messaging) {
            messaging.close();
        } else if (made instanceof ConsumerSet set) {
            set.close();
        }
    }

    /** Injection points were checked at deployment; what {@code select()} adds to an Instance is checked here. */
    private Demand demand(Kind kind, CreationalContext<?> context) {
        InjectionPoint point = application.injectionPoint(context);
        if (point == null) {
            throw Messages.noInjectionPoint(kind);
        }
        Demand demand = DemandReader.read(point, application.configuration())
                .orElseThrow(() -> new IllegalStateException(point.toString()));
        Iterator<ConfigurationException> wrong = demand.problems().iterator();
        if (wrong.hasNext()) {
            ConfigurationException first = wrong.next();
            wrong.forEachRemaining(first::addSuppressed);
            throw first;
        }
        return demand;
    }
}
