package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A method of a managed bean, with where each of its arguments comes from. */
final class BeanMethod implements TargetMethod {
    private static final MethodType CALL = MethodType.methodType(Object.class, Object.class, Object.class);
    private static final MethodHandle APPLY = apply();

    private final Bean<?> bean;
    /** Takes the bean, and the delivery or the batch. */
    private final MethodHandle handle;

    private BeanMethod(Bean<?> bean, MethodHandle handle) {
        this.bean = bean;
        this.handle = handle;
    }

    /**
     * Makes a method ready to be called.
     *
     * @param sources make an argument each of the delivery or the batch
     * @throws IllegalAccessException if the method's module keeps it to itself
     */
    static BeanMethod of(Bean<?> bean, Method method, List<Function<Object, Object>> sources)
            throws IllegalAccessException {
        if (!method.trySetAccessible()) {
            throw new IllegalAccessException(method.getDeclaringClass().getModule() + " does not open its package to "
                    + BeanMethod.class.getModule());
        }
        MethodHandle target = MethodHandles.lookup().unreflect(method).asFixedArity();
        if (sources.isEmpty()) {
            return new BeanMethod(
                    bean, MethodHandles.dropArguments(target, 1, Object.class).asType(CALL));
        }
        MethodHandle[] filters = new MethodHandle[sources.size()];
        int[] order = new int[sources.size() + 1];
        for (int i = 0; i < filters.length; i++) {
            Class<?> parameter = target.type().parameterType(i + 1);
            filters[i] = APPLY.bindTo(sources.get(i)).asType(MethodType.methodType(parameter, Object.class));
            order[i + 1] = 1;
        }
        MethodHandle filtered = MethodHandles.filterArguments(target, 1, filters);
        MethodType type =
                MethodType.methodType(target.type().returnType(), target.type().parameterType(0), Object.class);
        return new BeanMethod(
                bean, MethodHandles.permuteArguments(filtered, type, order).asType(CALL));
    }

    private static MethodHandle apply() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(Function.class, "apply", MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public Target open(BeanManager beans) {
        if (bean.getScope() == ApplicationScoped.class) {
            return new OfContext<>(handle, beans, bean, always(beans.getContext(ApplicationScoped.class)));
        }
        if (beans.isNormalScope(bean.getScope())) {
            return new OfContext<>(handle, beans, bean, () -> beans.getContext(bean.getScope()));
        }
        CreationalContext<?> creation = beans.createCreationalContext(bean);
        Object reference = beans.getReference(bean, Object.class, creation);
        return new Held(handle.bindTo(reference), bean.getScope() == Dependent.class ? creation : null);
    }

    /** The application has one, for all of its life. */
    private static Supplier<Context> always(Context context) {
        return () -> context;
    }

    /** One instance for all calls: that of a pseudo-scope. */
    private record Held(MethodHandle bound, CreationalContext<?> own) implements Target {
        @Override
        public Object call(Delivery<?> delivery) throws Throwable {
            return (Object) bound.invokeExact((Object) delivery);
        }

        @Override
        public Object call(List<? extends Delivery<?>> batch) throws Throwable {
            return (Object) bound.invokeExact((Object) batch);
        }

        @Override
        public void close() {
            if (own != null) {
                own.release();
            }
        }
    }

    /**
     * The instance of the context that is active with each call. It is asked for without a client proxy, because a container
     * need not let package-private methods through one.
     */
    private record OfContext<T>(MethodHandle handle, BeanManager beans, Bean<T> bean, Supplier<Context> active)
            implements Target {
        @Override
        public Object call(Delivery<?> delivery) throws Throwable {
            return (Object) handle.invokeExact(instance(), (Object) delivery);
        }

        @Override
        public Object call(List<? extends Delivery<?>> batch) throws Throwable {
            return (Object) handle.invokeExact(instance(), (Object) batch);
        }

        private Object instance() {
            Context context = active.get();
            T existing = context.get(bean);
            return existing != null ? existing : context.get(bean, beans.createCreationalContext(bean));
        }

        @Override
        public void close() {}
    }
}
