package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;

/** Reads a parameter that gets a header. */
final class HeaderReader {
    private HeaderReader() {}

    static Function<Delivery<?>, Object> read(Place place, Header header, Type written) {
        boolean optional = TypeVariables.raw(written) == Optional.class;
        Type type = optional ? TypeVariables.argument(written) : written;
        if (header.value().isEmpty()) {
            place.add(Messages.malformed(place.name(), "@Header", "", "has no name", "write the header's name"));
        }
        place.name("@Header", header.value());
        HeaderType known = check(place, type, written);
        String name = header.value();
        return delivery -> {
            Object value = delivery.properties().headers().get(name);
            Object converted = value == null ? null : convert(place, name, value, known, type);
            return optional ? Optional.ofNullable(converted) : converted;
        };
    }

    private static HeaderType check(Place place, Type type, Type written) {
        if (type instanceof Class<?> known && known.isPrimitive()) {
            place.add(Messages.headerType(
                    place.name(),
                    written,
                    "a header may be missing, which is null; write "
                            + ((Class<?>) TypeVariables.boxed(known)).getSimpleName()));
            return HeaderType.OBJECT;
        }
        return HeaderType.of(type).orElseGet(() -> {
            place.add(Messages.headerType(
                    place.name(),
                    written,
                    "write String, a number type, Boolean, Instant, byte[], List, Map, Object, or Optional of one of"
                            + " them"));
            return HeaderType.OBJECT;
        });
    }

    private static Object convert(Place place, String name, Object value, HeaderType known, Type type) {
        try {
            return known.convert(value);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw Messages.unfitHeader(place.name(), name, value, type, e);
        }
    }
}
