package io.carrotmq.cdi.internal.consume.read;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be read of a body: the components of a record, its public getters and public fields. */
final class BodyProperties {
    /** How a property is read. */
    static final MethodType READ = MethodType.methodType(Object.class, Object.class);

    private final Map<String, AccessibleObject> members = new TreeMap<>();

    BodyProperties(Class<?> body) {
        if (body.getName().startsWith("java.")) {
            return; // what a text or a list has is no property of an application's message
        }
        for (Field field : body.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                members.put(field.getName(), field);
            }
        }
        for (Method method : body.getMethods()) {
            nameOf(method).ifPresent(name -> members.put(name, method));
        }
        if (body.isRecord()) {
            for (RecordComponent component : body.getRecordComponents()) {
                members.put(component.getName(), component.getAccessor());
            }
        }
    }

    private static Optional<String> nameOf(Method method) {
        Class<?> type = method.getReturnType();
        if (method.getParameterCount() > 0
                || Modifier.isStatic(method.getModifiers())
                || method.isBridge()
                || method.getDeclaringClass() == Object.class
                || type == void.class) {
            return Optional.empty();
        }
        String name = method.getName();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") && type == boolean.class ? 2 : name.length();
        return name.length() == prefix ? Optional.empty() : Optional.of(decapitalized(name.substring(prefix)));
    }

    private static String decapitalized(String name) {
        boolean acronym =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    Collection<String> names() {
        return members.keySet();
    }

    Optional<MethodHandle> find(String name) {
        AccessibleObject member = members.get(name);
        if (member == null || !member.trySetAccessible()) {
            return Optional.empty();
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return Optional.of(
                    member instanceof Field field ? lookup.unreflectGetter(field) : lookup.unreflect((Method) member));
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }
}
