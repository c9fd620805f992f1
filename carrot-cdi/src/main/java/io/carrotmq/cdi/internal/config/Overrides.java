package io.carrotmq.cdi.internal.config;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.config.Settings.Setting;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Puts what is set in place of what annotations say. For one thread. */
final class Overrides {
    private final Function<String, Optional<Setting>> settings;
    private final MemberValue values;
    private final Consumer<ConfigurationException> problems;
    private int found;

    Overrides(
            Function<String, Optional<Setting>> settings,
            ClassLoader loader,
            Consumer<ConfigurationException> problems) {
        this.settings = settings;
        this.values = new MemberValue(loader);
        this.problems = problems;
    }

    /** The annotation itself, if nothing is set for it. */
    @SuppressWarnings("unchecked") // an annotation's type is its own
    <A extends Annotation> A of(A annotation, String prefix) {
        Map<String, Object> members = new LinkedHashMap<>();
        boolean changed = false;
        for (Method member : OverriddenAnnotation.members(annotation.annotationType())) {
            Object written = OverriddenAnnotation.value(annotation, member);
            Object value = member(member, written, name(prefix, member));
            members.put(member.getName(), value);
            changed |= value != written;
        }
        return changed ? OverriddenAnnotation.of((Class<A>) annotation.annotationType(), members) : annotation;
    }

    private static String name(String prefix, Method member) {
        return member.getName().equals("value") ? prefix : prefix + "." + member.getName();
    }

    /** The value that is set, else the one given, which is null if there is none. */
    private Object member(Method member, Object written, String name) {
        if (written instanceof Annotation nested) {
            return of(nested, name);
        }
        Class<?> element = member.getReturnType().getComponentType();
        if (element != null && element.isAnnotation()) {
            return elements(element.asSubclass(Annotation.class), (Annotation[]) written, name);
        }
        return settings.apply(name)
                .map(setting -> scalar(member, written, name, setting))
                .orElse(written);
    }

    private Object scalar(Method member, Object written, String name, Setting setting) {
        found++;
        try {
            return values.of(member, setting.value());
        } catch (MemberValue.Unfit e) {
            problems.accept(Messages.unfitValue(name, setting, member, e.getMessage()));
            return written;
        }
    }

    /** Those that are written, and after them those that are set with the indexes that follow. */
    private <E extends Annotation> Object elements(Class<E> type, Annotation[] written, String name) {
        List<E> elements = new ArrayList<>();
        boolean changed = false;
        for (Annotation each : written) {
            E element = of(type.cast(each), name + "." + elements.size());
            elements.add(element);
            changed |= element != each;
        }
        Optional<E> next = further(type, name + "." + elements.size());
        while (next.isPresent()) {
            elements.add(next.get());
            next = further(type, name + "." + elements.size());
        }
        return changed || elements.size() > written.length
                ? elements.toArray((Object[]) Array.newInstance(type, 0))
                : written;
    }

    /** One that is set and not written: empty if nothing of it is set. */
    private <E extends Annotation> Optional<E> further(Class<E> type, String prefix) {
        int before = found;
        Map<String, Object> members = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Method member : OverriddenAnnotation.members(type)) {
            String name = name(prefix, member);
            Object value = member(member, member.getDefaultValue(), name);
            members.put(member.getName(), value);
            if (value == null) {
                missing.add(name);
            }
        }
        if (found == before) {
            return Optional.empty();
        }
        missing.stream().map(name -> Messages.missingMember(prefix, type, name)).forEach(problems);
        return missing.isEmpty() ? Optional.of(OverriddenAnnotation.of(type, members)) : Optional.empty();
    }
}
