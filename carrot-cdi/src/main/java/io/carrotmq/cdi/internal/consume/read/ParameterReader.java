package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.type.TypeVariables;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads the parameters of a method that takes one delivery at a time. */
final class ParameterReader {
    private final Place place;
    private final TypeVariables variables;
    private final List<Function<Object, Object>> sources = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> deliveries = new ArrayList<>();
    private final Set<Annotation> encoders = new LinkedHashSet<>();
    private Type body;
    private Type shown;

    ParameterReader(Place place, TypeVariables variables) {
        this.place = place;
        this.variables = variables;
    }

    Parameters read(AnnotatedMethod<?> method) {
        for (AnnotatedParameter<?> parameter : method.getParameters()) {
            sources.add(read(parameter));
        }
        String mediaType = Encoders.mediaType(encoders, place.name(), place.problems());
        return new Parameters(bodyType(), mediaType, sources);
    }

    private Function<Object, Object> read(AnnotatedParameter<?> parameter) {
        Place here = place.parameter(parameter.getPosition());
        Type type = variables.resolve(parameter.getBaseType());
        Class<?> raw = TypeVariables.raw(type);
        Header header = parameter.getAnnotation(Header.class);
        Collection<Annotation> own = encoders(parameter);
        ParameterTypes.checkAnnotations(
                here, parameter, header != null || raw == Properties.class || raw == Envelope.class);
        if (header != null) {
            return of(HeaderReader.read(here, header, type));
        }
        if (raw == Properties.class) {
            return of(Delivery::properties);
        }
        if (raw == Envelope.class) {
            return of(Delivery::envelope);
        }
        encoders.addAll(own);
        if (raw == Delivery.class) {
            deliveries.add(label(parameter));
            shown = TypeVariables.argument(type);
            return delivered -> delivered;
        }
        ParameterTypes.checkBody(here, type);
        bodies.add(label(parameter));
        body = TypeVariables.boxed(type);
        return of(Delivery::body);
    }

    private Type bodyType() {
        if (bodies.size() > 1 || deliveries.size() > 1) {
            place.add(Messages.severalBodies(place.name(), bodies.size() > 1 ? bodies : deliveries));
            return byte[].class;
        }
        Type seen = shown == null || ParameterTypes.isAny(shown) ? null : TypeVariables.boxed(shown);
        if (body != null && seen != null && !seen.equals(body)) {
            place.add(Messages.severalBodies(place.name(), List.of(bodies.get(0), deliveries.get(0))));
        }
        Type type = body != null ? body : seen != null ? seen : byte[].class;
        if (!TypeVariables.isWrittenOut(type)) {
            place.add(Messages.openType(place.name(), type));
            return byte[].class;
        }
        return type;
    }

    private static Function<Object, Object> of(Function<Delivery<?>, Object> source) {
        return delivered -> source.apply((Delivery<?>) delivered);
    }

    static Collection<Annotation> encoders(AnnotatedParameter<?> parameter) {
        return parameter.getAnnotations().stream().filter(Encoders::isEncoder).toList();
    }

    private static String label(AnnotatedParameter<?> parameter) {
        return parameter.getBaseType().getTypeName() + " (parameter " + (parameter.getPosition() + 1) + ")";
    }
}
