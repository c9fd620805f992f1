package io.carrotmq.cdi.internal.injection;

import io.carrotmq.Consumer;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The beans that Carrot adds to an application. Each has every qualifier that an injection point of its kind may have, also the
 * one of each broker: two beans, one for each broker, would both fit an injection point that names none.
 */
final class SyntheticBeans {
    private final AfterBeanDiscovery event;
    private final Injection injection;
    private final Set<Annotation> brokers = new HashSet<>();

    SyntheticBeans(AfterBeanDiscovery event, Injection injection, Collection<String> brokers) {
        this.event = event;
        this.injection = injection;
        this.brokers.add(Broker.Literal.of(""));
        brokers.forEach(broker -> this.brokers.add(Broker.Literal.of(broker)));
    }

    /** The connection factories that the application does not make itself. */
    void addConnectionFactory(Predicate<String> own) {
        Set<Annotation> qualifiers = new HashSet<>(brokers);
        qualifiers.removeIf(broker -> own.test(((Broker) broker).value()));
        qualifiers.add(Broker.Literal.of(""));
        qualifiers.add(Faulty.Literal.INSTANCE);
        if (!own.test("")) {
            qualifiers.add(Default.Literal.INSTANCE);
        }
        add(Kind.CONNECTION_FACTORY, Kind.CONNECTION_FACTORY.type(), qualifiers);
    }

    /** A set of consumers, to which the application adds queues of any type. */
    void addConsumerSet(boolean own) {
        add(
                Kind.CONSUMER_SET,
                Kind.CONSUMER_SET.type(),
                own ? withBrokers(List.of()) : withBrokers(List.of(), Default.Literal.INSTANCE));
    }

    /** The publisher, the consumer and the two in one hand, of any type. */
    void addTyped(Collection<Annotation> encoders) {
        Annotation exchange = Exchange.Literal.of("");
        Annotation routingKey = RoutingKey.Literal.of("");
        Annotation queue = Queue.Literal.of("");
        add(Kind.PUBLISHER, publisherOfAny(), withBrokers(encoders, exchange, routingKey));
        add(Kind.CONSUMER, consumerOfAny(), withBrokers(encoders, queue));
        add(Kind.MESSAGING, messagingOfAny(), withBrokers(encoders, exchange, routingKey, queue));
    }

    private Set<Annotation> withBrokers(Collection<Annotation> encoders, Annotation... more) {
        Set<Annotation> qualifiers = new HashSet<>(encoders);
        qualifiers.addAll(brokers);
        qualifiers.addAll(Set.of(more));
        qualifiers.add(Faulty.Literal.INSTANCE);
        return qualifiers;
    }

    /** Satisfies injection points of one type that have no qualifier. */
    void addUnqualified(Kind kind, Type type) {
        add(kind, type, Set.of(Default.Literal.INSTANCE));
    }

    private void add(Kind kind, Type type, Set<Annotation> qualifiers) {
        // Default comes last: containers take it away when another qualifier follows.
        List<Annotation> ordered = new ArrayList<>(qualifiers);
        ordered.add(Any.Literal.INSTANCE);
        ordered.sort(Comparator.comparing(qualifier -> qualifier.annotationType() == Default.class));
        event.addBean()
                .types(Object.class, type)
                .qualifiers(ordered.toArray(new Annotation[0]))
                .scope(Dependent.class)
                .produceWith(lookup -> injection.make(kind, lookup))
                .disposeWith((made, lookup) -> Injection.dispose(made));
    }

    @SuppressWarnings("serial") // only its type is used
    private static <T> Type publisherOfAny() {
        return new TypeLiteral<Publisher<T>>() {}.getType();
    }

    @SuppressWarnings("serial") // only its type is used
    private static <T> Type consumerOfAny() {
        return new TypeLiteral<Consumer<T>>() {}.getType();
    }

    @SuppressWarnings("serial") // only its type is used
    private static <T> Type messagingOfAny() {
        return new TypeLiteral<Messaging<T>>() {}.getType();
    }
}
