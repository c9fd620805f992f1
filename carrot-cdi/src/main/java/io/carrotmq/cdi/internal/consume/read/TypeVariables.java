package io.carrotmq.cdi.internal.consume.read;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the type variables of a class's supertypes stand for in that class. */
final class TypeVariables {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            char.class, Character.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            void.class, Void.class);

    private final Map<TypeVariable<?>, Type> known = new HashMap<>();

    TypeVariables(Class<?> type) {
        collect(type);
    }

    private void collect(Class<?> type) {
        if (type == null) {
            return;
        }
        collect(type.getGenericSuperclass());
        for (Type contract : type.getGenericInterfaces()) {
            collect(contract);
        }
    }

    private void collect(Type parent) {
        if (parent instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            for (int i = 0; i < raw.getTypeParameters().length; i++) {
                known.put(raw.getTypeParameters()[i], resolve(generic.getActualTypeArguments()[i]));
            }
            collect(raw);
        } else {
            collect((Class<?>) parent);
        }
    }

    /** The type with what is known in place of its variables, and the bounds of its wildcards in place of these. */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return known.getOrDefault(variable, variable);
        }
        if (type instanceof WildcardType wildcard) {
            return resolveBound(wildcard);
        }
        if (type instanceof GenericArrayType array) {
            return arrayOf(resolve(array.getGenericComponentType()), array);
        }
        return type instanceof ParameterizedType generic ? resolveArguments(generic) : type;
    }

    private Type resolveBound(WildcardType wildcard) {
        Type bound = wildcard.getLowerBounds().length > 0 ? wildcard.getLowerBounds()[0] : wildcard.getUpperBounds()[0];
        return bound == Object.class ? wildcard : resolve(bound);
    }

    private Type resolveArguments(ParameterizedType generic) {
        Type[] arguments = Arrays.stream(generic.getActualTypeArguments())
                .map(this::resolve)
                .toArray(Type[]::new);
        return Arrays.equals(arguments, generic.getActualTypeArguments()) ? generic : new Resolved(generic, arguments);
    }

    private static Type arrayOf(Type component, GenericArrayType written) {
        if (component instanceof Class<?> element) {
            return Array.newInstance(element, 0).getClass();
        }
        return component.equals(written.getGenericComponentType()) ? written : (GenericArrayType) () -> component;
    }

    /** Whether no part of it is open, so that everybody knows what is meant. */
    static boolean isWrittenOut(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).allMatch(TypeVariables::isWrittenOut);
        }
        if (type instanceof GenericArrayType array) {
            return isWrittenOut(array.getGenericComponentType());
        }
        return type instanceof Class<?>;
    }

    /** The class without type arguments; {@code Object} for what has none. */
    static Class<?> raw(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return raw instanceof Class<?> known ? known : Object.class;
    }

    /** The first type argument; null for a raw type. */
    static Type argument(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : null;
    }

    /** The class in place of a primitive type. */
    static Type boxed(Type type) {
        return type instanceof Class<?> known ? BOXES.getOrDefault(known, known) : type;
    }

    /** Equal to the one the Java runtime makes, so that each finds the codec made for the other. */
    private record Resolved(ParameterizedType written, Type[] arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return written.getRawType();
        }

        @Override
        public Type getOwnerType() {
            return written.getOwnerType();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ParameterizedType that
                    && getRawType().equals(that.getRawType())
                    && Objects.equals(getOwnerType(), that.getOwnerType())
                    && Arrays.equals(arguments, that.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(arguments)
                    ^ Objects.hashCode(getOwnerType())
                    ^ getRawType().hashCode();
        }

        @Override
        public String toString() {
            return getRawType().getTypeName()
                    + Arrays.stream(arguments).map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }
    }
}
