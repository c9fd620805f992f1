package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.TxMode;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.codec.Modules;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.type.TypeVariables;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Provider;
import jakarta.inject.Qualifier;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one injection point: its type, its qualifiers, and everything that is wrong with them. */
final class DemandReader {
    private final InjectionPoint source;
    private final PlaceReader places;
    private final String point;
    private final Kind kind;
    private final Type type;
    private final boolean deferred;
    private final List<ConfigurationException> problems = new ArrayList<>();

    private DemandReader(InjectionPoint source, Kind kind, Type type, boolean deferred, Configuration configuration) {
        this.source = source;
        this.places = new PlaceReader(source, configuration);
        this.point = PointName.of(source);
        this.kind = kind;
        this.type = type;
        this.deferred = deferred;
    }

    /** Reads an injection point; empty if Carrot has nothing to do with it. */
    static Optional<Demand> read(InjectionPoint source, Configuration configuration) {
        boolean deferred = Provider.class.isAssignableFrom(TypeVariables.raw(source.getType()));
        Type type = deferred ? TypeVariables.argument(source.getType()) : source.getType();
        return Kind.of(TypeVariables.raw(type))
                .filter(kind -> concerns(source.getQualifiers()))
                .map(kind -> new DemandReader(source, kind, type, deferred, configuration).read());
    }

    /** Other qualifiers alone mean a bean of the application's own. */
    private static boolean concerns(Set<Annotation> qualifiers) {
        return qualifiers.stream().anyMatch(DemandReader::isOurs)
                || qualifiers.stream().allMatch(DemandReader::isBuiltIn);
    }

    private static boolean isOurs(Annotation qualifier) {
        return Kind.PLACES.contains(qualifier.annotationType())
                || qualifier instanceof Broker
                || Encoders.isEncoder(qualifier);
    }

    static boolean isBuiltIn(Annotation qualifier) {
        return qualifier.annotationType() == Any.class || qualifier.annotationType() == Default.class;
    }

    private Demand read() {
        Demand.Place place = readPlace();
        Type body = readBody();
        String mediaType = kind.hasBody() ? Encoders.mediaType(encoders(), point, problems) : "";
        readOthers();
        return new Demand(
                point,
                kind,
                type,
                body,
                Set.copyOf(source.getQualifiers()),
                place,
                mediaType,
                Modules.of(source),
                deferred,
                List.copyOf(problems));
    }

    private Demand.Place readPlace() {
        Demand.Place place = places.read(kind);
        // An Instance with @Any gets its place later, from select().
        boolean open = deferred && source.getQualifiers().contains(Any.Literal.INSTANCE);
        if (kind.sends() && place.exchange() == null && place.routingKey() == null && !open) {
            problems.add(Messages.noPlaceToSendTo(point, kind));
        }
        if (kind.takes() && place.queue() == null && !open) {
            problems.add(Messages.noQueue(point, kind));
        }
        if (kind.takes() && place.queue() != null && place.queue().isBlank()) {
            problems.add(Messages.blankQueue(point, place.queue()));
        }
        if (!kind.sends() && places.annotation(TxMode.class).isPresent()) {
            problems.add(Messages.transactionModeOfNoSender(point, kind.label()));
        }
        return place;
    }

    private Type readBody() {
        if (!kind.hasBody()) {
            return null;
        }
        Type body = TypeVariables.argument(type);
        if (body == null) {
            problems.add(Messages.rawType(point, kind));
        } else if (!TypeVariables.isWrittenOut(body)) {
            problems.add(Messages.unresolvedType(point, kind, body));
        }
        return body;
    }

    private void readOthers() {
        for (Annotation qualifier : source.getQualifiers()) {
            if (isOurs(qualifier) && !kind.takes(qualifier)) {
                problems.add(Messages.misplaced(point, qualifier.annotationType(), kind));
            } else if (!isOurs(qualifier) && !isBuiltIn(qualifier)) {
                problems.add(Messages.foreignQualifier(point, qualifier.annotationType(), kind));
            }
        }
    }

    /** Those that are qualifiers, and those that should be. */
    private Set<Annotation> encoders() {
        Set<Annotation> encoders = new LinkedHashSet<>(source.getQualifiers());
        if (source.getAnnotated() != null) {
            source.getAnnotated().getAnnotations().stream()
                    .filter(annotation -> !annotation.annotationType().isAnnotationPresent(Qualifier.class))
                    .forEach(encoders::add);
        }
        return encoders;
    }
}
