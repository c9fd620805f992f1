package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
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
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The beans that Carrot adds to an application. */
final class SyntheticBeans {
    private final AfterBeanDiscovery event;
    private final Injection injection;

    SyntheticBeans(AfterBeanDiscovery event, Injection injection) {
        this.event = event;
        this.injection = injection;
    }

    void addConnectionFactory() {
        event.<ConnectionFactory>addBean()
                .beanClass(SyntheticBeans.class)
                .types(Object.class, ConnectionFactory.class)
                .qualifiers(Any.Literal.INSTANCE, Default.Literal.INSTANCE)
                .scope(Dependent.class)
                .createWith(injection::connectionFactory);
    }

    /** The publisher and the consumer of any type, with every qualifier that an injection point may have. */
    void addPublisherAndConsumer(Collection<Annotation> encoders) {
        addPublisher(publisherOfAny(), with(encoders, Exchange.Literal.of(""), RoutingKey.Literal.of("")));
        addConsumer(consumerOfAny(), with(encoders, Queue.Literal.of("")));
    }

    private static Set<Annotation> with(Collection<Annotation> encoders, Annotation... places) {
        Set<Annotation> qualifiers = new HashSet<>(encoders);
        qualifiers.addAll(Set.of(places));
        qualifiers.add(Faulty.Literal.INSTANCE);
        return qualifiers;
    }

    /** Satisfies injection points of one type that have no qualifier. */
    void addUnqualified(Kind kind, Type type) {
        if (kind == Kind.PUBLISHER) {
            addPublisher(type, Set.of(Default.Literal.INSTANCE));
        } else {
            addConsumer(type, Set.of(Default.Literal.INSTANCE));
        }
    }

    private void addPublisher(Type type, Set<Annotation> qualifiers) {
        event.<Publisher<?>>addBean()
                .beanClass(SyntheticBeans.class)
                .types(Object.class, type)
                .qualifiers(qualifiers)
                .addQualifier(Any.Literal.INSTANCE)
                .scope(Dependent.class)
                .createWith(injection::publisher);
    }

    private void addConsumer(Type type, Set<Annotation> qualifiers) {
        event.<Consumer<?>>addBean()
                .beanClass(SyntheticBeans.class)
                .types(Object.class, type)
                .qualifiers(qualifiers)
                .addQualifier(Any.Literal.INSTANCE)
                .scope(Dependent.class)
                .createWith(injection::consumer)
                .destroyWith((consumer, context) -> {
                    consumer.close();
                    context.release();
                });
    }

    @SuppressWarnings("serial") // only its type is used
    private static <T> Type publisherOfAny() {
        return new TypeLiteral<Publisher<T>>() {}.getType();
    }

    @SuppressWarnings("serial") // only its type is used
    private static <T> Type consumerOfAny() {
        return new TypeLiteral<Consumer<T>>() {}.getType();
    }
}
