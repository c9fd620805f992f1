package io.carrotmq.cdi.internal.client;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What the type variables of everything that a class or interface extends stand for in it. */
final class TypeVariables {
    private final Map<TypeVariable<?>, Type> meanings = new HashMap<>();

    private TypeVariables() {}

    static TypeVariables of(Class<?> type) {
        TypeVariables variables = new TypeVariables();
        variables.collect(type);
        return variables;
    }

    private void collect(Type type) {
        if (type instanceof ParameterizedType generic) {
            TypeVariable<?>[] variables = rawClass(generic).getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                meanings.put(variables[i], resolve(generic.getActualTypeArguments()[i]));
            }
        }
        if (type != null) {
            Class<?> raw = rawClass(type);
            collect(raw.getGenericSuperclass());
            Arrays.stream(raw.getGenericInterfaces()).forEach(this::collect);
        }
    }

    /** {@return the type with what its variables stand for; those that nothing is known of stay} */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return meanings.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = Arrays.stream(generic.getActualTypeArguments())
                    .map(this::resolve)
                    .toArray(Type[]::new);
            return Arrays.equals(arguments, generic.getActualTypeArguments())
                    ? generic
                    : new ResolvedType(rawClass(generic), generic.getOwnerType(), arguments);
        }
        if (type instanceof GenericArrayType array) {
            Type element = resolve(array.getGenericComponentType());
            return element instanceof Class<?> known
                    ? Array.newInstance(known, 0).getClass()
                    : new ResolvedArray(element);
        }
        return type;
    }

    /** {@return whether it has neither wildcard nor type variable} */
    static boolean isWrittenOut(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).allMatch(TypeVariables::isWrittenOut);
        }
        if (type instanceof GenericArrayType array) {
            return isWrittenOut(array.getGenericComponentType());
        }
        return type instanceof Class<?>;
    }

    /** {@return the class with its own variables as arguments, if it has any} */
    static Type open(Class<?> type) {
        Type[] variables = type.getTypeParameters();
        return variables.length == 0 ? type : new ResolvedType(type, type.getDeclaringClass(), variables);
    }

    static Class<?> rawClass(Type type) {
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(rawClass(array.getGenericComponentType()), 0)
                    .getClass();
        }
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return raw instanceof Class<?> known ? known : Object.class;
    }
}
