package io.carrotmq.cdi.internal.config;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Makes the value of an annotation's member of what is set as text. */
final class MemberValue {
    private final ClassLoader loader;

    /** @param loader where classes that are named are found */
    MemberValue(ClassLoader loader) {
        this.loader = loader;
    }

    /** What a text would have to be; the exception's message says it. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String expected) {
            super(expected, null, false, false);
        }
    }

    /** The value of a member that is neither an annotation nor an array of them. */
    Object of(Method member, String text) throws Unfit {
        Class<?> type = member.getReturnType();
        if (!type.isArray()) {
            return of(type, bound(member), text);
        }
        List<String> elements = elements(text);
        Object array = Array.newInstance(type.getComponentType(), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, of(type.getComponentType(), bound(member), elements.get(i)));
        }
        return array;
    }

    /** Between commas; one that belongs to an element has a backslash before it. */
    private static List<String> elements(String text) {
        return Arrays.stream(text.split("(?<!\\\\),"))
                .map(element -> element.replace("\\,", ",").trim())
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private Object of(Class<?> type, Class<?> bound, String text) throws Unfit {
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class) {
            return truth(text);
        }
        if (type == Class.class) {
            return named(bound, text);
        }
        return type.isEnum() ? constant(type, text) : number(type, text);
    }

    private static Object truth(String text) throws Unfit {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new Unfit("true or false");
        }
        return Boolean.valueOf(text);
    }

    private static Object number(Class<?> type, String text) throws Unfit {
        try {
            if (type == double.class) {
                return Double.valueOf(text);
            }
            return type == int.class ? (Object) Integer.valueOf(text) : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new Unfit(
                    type == double.class
                            ? "a number"
                            : type == int.class
                                    ? "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE
                                    : "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
    }

    /** Also in camel case or with hyphens, as properties of connection factories are written. */
    private static Object constant(Class<?> type, String text) throws Unfit {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (letters(((Enum<?>) constant).name()).equals(letters(text))) {
                return constant;
            }
        }
        throw new Unfit(Arrays.stream(constants)
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", ", "one of ", "")));
    }

    private static String letters(String name) {
        return name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
    }

    private Object named(Class<?> bound, String name) throws Unfit {
        try {
            Class<?> found = Class.forName(name, false, loader);
            if (bound.isAssignableFrom(found)) {
                return found;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // What is expected says it all.
        }
        throw new Unfit("names of classes of the application that are " + bound.getName());
    }

    /** What classes have to be: {@code Throwable} for {@code Class<? extends Throwable>[]}. */
    private static Class<?> bound(Method member) {
        Type type = member.getGenericReturnType();
        if (type instanceof GenericArrayType array) {
            type = array.getGenericComponentType();
        }
        if (type instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof WildcardType wildcard
                && wildcard.getUpperBounds()[0] instanceof Class<?> upper) {
            return upper;
        }
        return Object.class;
    }
}
