package io.carrotmq.cdi.internal.broker;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Member;
import java.lang.reflect.Type;
import java.util.Set;

/**
 * An injection point of type {@link InjectionPoint}: how a bean that is made in code gets to know where it is injected. The
 * {@code Instance} that such beans are handed does not know it on every container.
 */
final class CurrentPoint implements InjectionPoint {
    private static final CurrentPoint INSTANCE = new CurrentPoint();

    private CurrentPoint() {}

    /** Where what is created in this context will be injected. */
    static InjectionPoint of(BeanManager beans, CreationalContext<?> context) {
        return SelectedPoint.of((InjectionPoint) beans.getInjectableReference(INSTANCE, context));
    }

    @Override
    public Type getType() {
        return InjectionPoint.class;
    }

    @Override
    public Set<Annotation> getQualifiers() {
        return Set.of(Default.Literal.INSTANCE);
    }

    @Override
    public Bean<?> getBean() {
        return null;
    }

    @Override
    public Member getMember() {
        return null;
    }

    @Override
    public Annotated getAnnotated() {
        return null;
    }

    @Override
    public boolean isDelegate() {
        return false;
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
