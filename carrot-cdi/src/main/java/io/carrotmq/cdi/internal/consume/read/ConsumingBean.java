package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.DeadLetter;
import io.carrotmq.cdi.Retry;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bean that may have methods that consume.
 *
 * @param bean the bean
 * @param type its class, with the annotations that other extensions have added or removed
 */
record ConsumingBean(Bean<?> bean, AnnotatedType<?> type) {
    /** Those that belong to {@link Consume}. */
    static final List<Class<? extends Annotation>> BESIDE = List.of(Retry.class, DeadLetter.class, Batch.class);

    /** Its methods with one of our annotations, in the same order each time. */
    List<AnnotatedMethod<?>> methods() {
        return type.getMethods().stream()
                .filter(ConsumingBean::isOurs)
                .filter(method -> !method.getJavaMember().isSynthetic() && !isOverridden(method.getJavaMember()))
                .sorted(Comparator.comparing(method -> method.getJavaMember().toGenericString()))
                .<AnnotatedMethod<?>>map(method -> method)
                .toList();
    }

    private static boolean isOurs(AnnotatedMethod<?> method) {
        return Stream.concat(Stream.of(Consume.class), BESIDE.stream()).anyMatch(method::isAnnotationPresent);
    }

    /** What overrides a generic method has a synthetic bridge, which has the same parameters as that. */
    private boolean isOverridden(Method method) {
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            return false;
        }
        for (Class<?> each = javaClass();
                each != null && each != method.getDeclaringClass();
                each = each.getSuperclass()) {
            if (Arrays.stream(each.getDeclaredMethods()).anyMatch(other -> overrides(other, method))) {
                return true;
            }
        }
        return false;
    }

    private static boolean overrides(Method other, Method method) {
        boolean visible = Modifier.isPublic(method.getModifiers())
                || Modifier.isProtected(method.getModifiers())
                || other.getDeclaringClass().getPackage()
                        == method.getDeclaringClass().getPackage();
        return visible
                && !Modifier.isPrivate(other.getModifiers())
                && other.getName().equals(method.getName())
                && Arrays.equals(other.getParameterTypes(), method.getParameterTypes());
    }

    Class<?> javaClass() {
        return type.getJavaClass();
    }

    /** The bean's class rather than the method's: a superclass may come from a library that does not see the module. */
    ClassLoader module() {
        ClassLoader loader = javaClass().getClassLoader();
        return loader == null ? Thread.currentThread().getContextClassLoader() : loader;
    }
}
