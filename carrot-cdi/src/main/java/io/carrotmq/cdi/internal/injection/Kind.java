package io.carrotmq.cdi.internal.injection;

import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The two things that have a place and a type. */
enum Kind {
    PUBLISHER(Publisher.class, Set.of(Exchange.class, RoutingKey.class), "@Exchange, @RoutingKey"),
    CONSUMER(Consumer.class, Set.of(Queue.class), "@Queue");

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

    boolean takes(Class<? extends Annotation> place) {
        return places.contains(place);
    }

    String label() {
        return type.getSimpleName();
    }

    String placeLabel() {
        return placeLabel;
    }
}
