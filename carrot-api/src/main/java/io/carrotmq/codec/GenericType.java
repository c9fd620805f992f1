package io.carrotmq.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A Java type with its type arguments, written as {@code new GenericType<List<Order>>() {}}. Immutable.
 *
 * @param <T> the type
 */
public abstract class GenericType<T> {
    private final Type type;

    /** Reads the type argument of the subclass. */
    protected GenericType() {
        Type parent = getClass().getGenericSuperclass();
        if (!(parent instanceof ParameterizedType generic) || generic.getRawType() != GenericType.class) {
            throw CodecErrors.noTypeArgument(getClass());
        }
        type = generic.getActualTypeArguments()[0];
    }

    /** {@return the type} */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
