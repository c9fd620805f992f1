package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.Consume;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Types whose methods consume, as far as the container shows them, and that no bean is made of. One that somebody has vetoed,
 * or an alternative that is not selected, is meant not to be one; what cannot become one is a mistake.
 */
final class UncalledTypes {
    private static final Set<String> NO_BEANS =
            Set.of("jakarta.interceptor.Interceptor", "jakarta.decorator.Decorator");

    private final Map<Class<?>, AnnotatedType<?>> types = new LinkedHashMap<>();

    void add(AnnotatedType<?> type) {
        types.put(type.getJavaClass(), type);
    }

    /** A bean calls the methods of its class and its superclasses, and not those of its interfaces. */
    void remove(ConsumingBean bean, List<ConfigurationException> problems) {
        if (isNoBean(bean.type())) {
            if (!bean.methods().isEmpty()) {
                add(bean.type());
            }
            return;
        }
        for (Class<?> each = bean.javaClass(); each != null; each = each.getSuperclass()) {
            types.remove(each);
        }
        for (Class<?> contract : interfaces(bean.javaClass())) {
            types.remove(contract);
            consuming(contract).stream()
                    .filter(method -> !isRepeated(method, bean))
                    .forEach(method -> problems.add(Messages.neverCalled(
                            contract.getName() + "." + method.getName(),
                            "annotations of an interface's methods are not inherited, here by "
                                    + bean.javaClass().getName(),
                            "annotate the method of the class")));
        }
    }

    private static List<Method> consuming(Class<?> contract) {
        try {
            return Arrays.stream(contract.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Consume.class) && !method.isSynthetic())
                    .toList();
        } catch (LinkageError | TypeNotPresentException e) {
            return List.of(); // any bean of the application comes here, and may implement what is not all there
        }
    }

    private static Set<Class<?>> interfaces(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            addInterfaces(each, all);
        }
        return all;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> contract : type.getInterfaces()) {
            if (all.add(contract)) {
                addInterfaces(contract, all);
            }
        }
    }

    private static boolean isRepeated(Method method, ConsumingBean bean) {
        return bean.methods().stream()
                .anyMatch(own -> own.getJavaMember().getName().equals(method.getName())
                        && own.getJavaMember().getParameterCount() == method.getParameterCount());
    }

    /** Containers tell of interceptors and decorators as of beans. */
    static boolean isNoBean(AnnotatedType<?> type) {
        return type.getAnnotations().stream()
                .map(Annotation::annotationType)
                .anyMatch(annotation -> NO_BEANS.contains(annotation.getName()));
    }

    /** Tells of those that are left. What has been told is not told again. */
    void judge(List<ConfigurationException> problems) {
        types.forEach((type, annotated) -> {
            if (isNoBean(annotated)) {
                problems.add(Messages.neverCalled(
                        type.getName(), "it is an interceptor or decorator", "move the method to a bean"));
            } else if (Modifier.isAbstract(type.getModifiers())) {
                judgeAbstract(type, problems);
            } else if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
                problems.add(Messages.neverCalled(type.getName(), "an inner class cannot be a bean", "make it static"));
            } else if (Arrays.stream(type.getDeclaredConstructors()).noneMatch(UncalledTypes::isForBeans)) {
                problems.add(Messages.neverCalled(
                        type.getName(),
                        "a class without a constructor that has no parameters or is annotated with @Inject cannot be"
                                + " a bean",
                        "add one"));
            }
        });
        types.clear();
    }

    /** Its subclass may be an alternative that is not selected. */
    private void judgeAbstract(Class<?> type, List<ConfigurationException> problems) {
        boolean extended = types.keySet().stream().anyMatch(other -> other != type && type.isAssignableFrom(other));
        if (!extended) {
            problems.add(Messages.neverCalled(
                    type.getName(),
                    "it is abstract, and no bean of the application extends it",
                    "write a bean that does, or remove the annotation"));
        }
    }

    private static boolean isForBeans(Constructor<?> constructor) {
        return constructor.getParameterCount() == 0 || constructor.isAnnotationPresent(Inject.class);
    }
}
