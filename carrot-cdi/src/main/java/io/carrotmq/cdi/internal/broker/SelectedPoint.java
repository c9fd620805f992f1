package io.carrotmq.cdi.internal.broker;

import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Member;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;

/**
 * The injection point of what an {@code Instance} gives, with the type that CDI says it has: that of the Instance's contents.
 * OpenWebBeans says the class of the bean.
 */
record SelectedPoint(InjectionPoint source, Type type) implements InjectionPoint {
    static InjectionPoint of(InjectionPoint source) {
        if (source == null || source.getAnnotated() == null || !(source.getType() instanceof Class<?> said)) {
            return source;
        }
        return source.getAnnotated().getBaseType() instanceof ParameterizedType lookup
                        && lookup.getRawType() instanceof Class<?> raw
                        && Provider.class.isAssignableFrom(raw)
                        && !isOf(said, lookup.getActualTypeArguments()[0])
                ? new SelectedPoint(source, lookup.getActualTypeArguments()[0])
                : source;
    }

    private static boolean isOf(Class<?> said, Type contents) {
        Type raw = contents instanceof ParameterizedType generic ? generic.getRawType() : contents;
        return raw instanceof Class<?> known && known.isAssignableFrom(said);
    }

    @Override
    public Type getType() {
        return type;
    }

    @Override
    public Set<Annotation> getQualifiers() {
        return source.getQualifiers();
    }

    @Override
    public Bean<?> getBean() {
        return source.getBean();
    }

    @Override
    public Member getMember() {
        return source.getMember();
    }

    @Override
    public Annotated getAnnotated() {
        return source.getAnnotated();
    }

    @Override
    public boolean isDelegate() {
        return source.isDelegate();
    }

    @Override
    public boolean isTransient() {
        return source.isTransient();
    }
}
