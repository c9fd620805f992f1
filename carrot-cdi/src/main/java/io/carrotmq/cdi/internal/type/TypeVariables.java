package io.carrotmq.cdi.internal.type;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What the type variables of everything that a class or interface extends stand for in it. */
public final class TypeVariables {
    private final Map<TypeVariable<?>, Type> meanings = new HashMap<>();
    private final boolean bounded;

    private TypeVariables(boolean bounded) {
        this.bounded = bounded;
    }

    /** {@return those of a type; a wildcard stays one} */
    public static TypeVariables of(Class<?> type) {
        return new TypeVariables(false).collected(type);
    }

    /** {@return those of a type; a wildcard stands for its bound, which is all that is known of what comes in} */
    public static TypeVariables withBounds(Class<?> type) {
        return new TypeVariables(true).collected(type);
    }

    private TypeVariables collected(Type type) {
        collect(type);
        return this;
    }

    private void collect(Type type) {
        if (type instanceof ParameterizedType generic) {
            TypeVariable<?>[] variables = raw(generic).getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                meanings.put(variables[i], resolve(generic.getActualTypeArguments()[i]));
            }
        }
        if (type != null) {
            Class<?> raw = raw(type);
            collect(raw.getGenericSuperclass());
            Arrays.stream(raw.getGenericInterfaces()).forEach(this::collect);
        }
    }

    /** {@return the type with what its variables stand for; those that nothing is known of stay} */
    public Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return meanings.getOrDefault(variable, variable);
        }
        if (type instanceof WildcardType wildcard && bounded) {
            return resolveBound(wildcard);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = Arrays.stream(generic.getActualTypeArguments())
                    .map(this::resolve)
                    .toArray(Type[]::new);
            return Arrays.equals(arguments, generic.getActualTypeArguments())
                    ? generic
                    : new ResolvedType(raw(generic), generic.getOwnerType(), arguments);
        }
        if (type instanceof GenericArrayType array) {
            Type element = resolve(array.getGenericComponentType());
            return element instanceof Class<?> known
                    ? Array.newInstance(known, 0).getClass()
                    : new ResolvedArray(element);
        }
        return type;
    }

    private Type resolveBound(WildcardType wildcard) {
        Type bound = wildcard.getLowerBounds().length > 0 ? wildcard.getLowerBounds()[0] : wildcard.getUpperBounds()[0];
        return bound == Object.class ? wildcard : resolve(bound);
    }

    /** {@return whether it has neither wildcard nor type variable} */
    public static boolean isWrittenOut(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).allMatch(TypeVariables::isWrittenOut);
        }
        if (type instanceof GenericArrayType array) {
            return isWrittenOut(array.getGenericComponentType());
        }
        return type instanceof Class<?>;
    }

    /** {@return the class with its own variables as arguments, if it has any} */
    public static Type open(Class<?> type) {
        Type[] variables = type.getTypeParameters();
        return variables.length == 0 ? type : new ResolvedType(type, type.getDeclaringClass(), variables);
    }

    /** {@return the class without type arguments; {@code Object} for a wildcard, a variable, and null} */
    public static Class<?> raw(Type type) {
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return raw instanceof Class<?> known ? known : Object.class;
    }

    /** {@return the first type argument; null for a raw type} */
    public static Type argument(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : null;
    }

    /** {@return the class in place of a primitive type} */
    public static Type boxed(Type type) {
        return type instanceof Class<?> known
                ? MethodType.methodType(known).wrap().returnType()
                : type;
    }
}
