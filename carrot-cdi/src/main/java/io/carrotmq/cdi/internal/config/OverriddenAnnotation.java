package io.carrotmq.cdi.internal.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An annotation whose members have been given values, equal to one that is written with the same. */
final class OverriddenAnnotation implements InvocationHandler {
    private final Class<? extends Annotation> type;
    private final Map<String, Object> values;

    private OverriddenAnnotation(Class<? extends Annotation> type, Map<String, Object> values) {
        this.type = type;
        this.values = values;
    }

    static <A extends Annotation> A of(Class<A> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new OverriddenAnnotation(type, values)));
    }

    /** The members of an annotation type, by name. */
    static List<Method> members(Class<? extends Annotation> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** What a member of an annotation is. */
    static Object value(Annotation annotation, Method member) {
        try {
            member.setAccessible(true); // the annotation type may not be public
            return member.invoke(annotation);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(member.toString(), e);
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "annotationType" -> type;
            case "hashCode" -> hash();
            case "toString" -> text();
            case "equals" -> isEqualTo(arguments[0]);
            default -> copy(values.get(method.getName()));
        };
    }

    private static Object copy(Object value) {
        if (!value.getClass().isArray()) {
            return value;
        }
        int length = Array.getLength(value);
        Object copy = Array.newInstance(value.getClass().getComponentType(), length);
        System.arraycopy(value, 0, copy, 0, length);
        return copy;
    }

    private boolean isEqualTo(Object other) {
        return type.isInstance(other)
                && members(type).stream()
                        .allMatch(member ->
                                Objects.deepEquals(values.get(member.getName()), value((Annotation) other, member)));
    }

    /** As {@link Annotation#hashCode} asks for. */
    private int hash() {
        return values.entrySet().stream()
                .mapToInt(entry -> 127 * entry.getKey().hashCode() ^ hash(entry.getValue()))
                .sum();
    }

    private static int hash(Object value) {
        return Arrays.deepHashCode(new Object[] {value}) - 31;
    }

    private String text() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                .collect(Collectors.joining(", ", "@" + type.getCanonicalName() + "(", ")"));
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return "\"" + text + "\"";
        }
        if (value instanceof Class<?> known) {
            return known.getName() + ".class";
        }
        if (value.getClass().isArray()) {
            return elements(value);
        }
        return value.toString();
    }

    private static String elements(Object array) {
        return IntStream.range(0, Array.getLength(array))
                .mapToObj(i -> text(Array.get(array, i)))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
