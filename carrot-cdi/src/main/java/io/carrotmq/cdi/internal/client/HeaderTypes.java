package io.carrotmq.cdi.internal.client;

import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** What AMQP's tables can hold. */
final class HeaderTypes {
    static final String LABEL =
            "String, Boolean, a number up to Long, Double and BigDecimal, Instant, byte[], or a List or Map of these";

    private static final List<Class<?>> CARRIED = List.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            Instant.class,
            Date.class,
            byte[].class,
            List.class,
            Map.class);

    private HeaderTypes() {}

    /** {@return whether some value of the type can be carried: of a supertype it is the value that decides} */
    static boolean fit(Type type) {
        Class<?> raw = TypeVariables.raw(TypeVariables.boxed(type));
        if (raw.isArray() && !raw.getComponentType().isPrimitive()) {
            return fit(raw.getComponentType());
        }
        if (CARRIED.stream().noneMatch(carried -> carried.isAssignableFrom(raw) || raw.isAssignableFrom(carried))) {
            return false;
        }
        if (type instanceof ParameterizedType generic && (List.class == raw || Map.class == raw)) {
            Type[] arguments = generic.getActualTypeArguments();
            return fit(arguments[arguments.length - 1]);
        }
        return true;
    }
}
