package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.internal.codec.Encoders;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The things that are injected. */
enum Kind {
    PUBLISHER(Publisher.class, Set.of(Exchange.class, RoutingKey.class), "@Exchange, @RoutingKey, @Broker"),
    CONSUMER(Consumer.class, Set.of(Queue.class), "@Queue, @Broker"),
    MESSAGING(
            Messaging.class,
            Set.of(Exchange.class, RoutingKey.class, Queue.class),
            "@Exchange, @RoutingKey, @Queue, @Broker"),
    CONSUMER_SET(ConsumerSet.class, Set.of(), "@Broker"),
    CONNECTION_FACTORY(ConnectionFactory.class, Set.of(), "@Broker");

    static final Set<Class<? extends Annotation>> PLACES = Set.of(Exchange.class, RoutingKey.class, Queue.class);

    private final Class<?> type;
    private final Set<Class<? extends Annotation>> places;
    private final String placeLabel;

    Kind(Class<?> type, Set<Class<? extends Annotation>> places, String placeLabel) {
        this.type = type;
        this.places = places;
        this.placeLabel = placeLabel;
    }

    static Optional<Kind> of(Class<?> type) {
        return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst();
    }

    Class<?> type() {
        return type;
    }

    boolean sends() {
        return places.contains(Exchange.class);
    }

    boolean takes() {
        return places.contains(Queue.class);
    }

    /** Whether it has a type of bodies, and so an encoder qualifier. */
    boolean hasBody() {
        return sends() || takes();
    }

    /** Whether a qualifier has a meaning on it. */
    boolean takes(Annotation qualifier) {
        return places.contains(qualifier.annotationType())
                || qualifier instanceof Broker
                || hasBody() && Encoders.isEncoder(qualifier);
    }

    String label() {
        return type.getSimpleName();
    }

    String placeLabel() {
        return hasBody() ? placeLabel + " and one encoder qualifier" : placeLabel;
    }
}
