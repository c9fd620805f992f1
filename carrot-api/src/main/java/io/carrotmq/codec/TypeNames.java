package io.carrotmq.codec;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The logical names of Java types: each name for one type, each type with one name. For one thread while it grows. */
final class TypeNames {
    /** What fits the property {@code type} of a message. */
    private static final int LONGEST = 255;

    private final Map<String, Class<?>> byName = new LinkedHashMap<>();
    private final Map<Class<?>, String> byType = new HashMap<>();

    TypeNames() {}

    TypeNames(Map<String, Class<?>> names) {
        names.forEach(this::add);
    }

    void add(String name, Class<?> type) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw CodecErrors.unfitTypeName(name, type, LONGEST);
        }
        if (type.isPrimitive() || type.isArray() || isAbstract(type)) {
            throw CodecErrors.unnameable(name, type);
        }
        Class<?> before = byName.putIfAbsent(name, type);
        if (before != null && before != type) {
            throw CodecErrors.nameTaken(name, before, type);
        }
        String other = byType.putIfAbsent(type, name);
        if (other != null && !other.equals(name)) {
            throw CodecErrors.namedTwice(type, other, name);
        }
    }

    /** Whether no body can be of exactly this class; an enum's constants may have bodies of their own. */
    static boolean isAbstract(Class<?> type) {
        return !type.isEnum() && Modifier.isAbstract(type.getModifiers());
    }

    Map<String, Class<?>> asMap() {
        return byName;
    }

    /** The name of exactly this type, or null. */
    String of(Type type) {
        return byType.get(type);
    }

    /**
     * The named types that a body of this type may be of, its own among them; empty if it has no named subtype. Object is
     * nobody's supertype here: who asks for it takes what the format itself gives.
     */
    Map<String, Class<?>> under(Type type) {
        if (!(type instanceof Class<?> supertype) || supertype == Object.class) {
            return Map.of();
        }
        Map<String, Class<?>> found = new TreeMap<>();
        byName.forEach((name, named) -> {
            if (supertype.isAssignableFrom(named)) {
                found.put(name, named);
            }
        });
        boolean alone = found.size() == 1 && found.containsValue(supertype);
        return alone ? Map.of() : found;
    }
}
