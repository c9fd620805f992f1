package io.carrotmq.testkit;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Resolves the parameters that {@link WithBroker} describes. */
final class BrokerExtension implements ParameterResolver {

    private static final Namespace BROKERS = Namespace.create(BrokerExtension.class);
    private static final Set<Class<?>> TYPES =
            Set.of(RabbitMq.class, EmbeddedQpid.class, EmbeddedActiveMq.class, EmbeddedArtemis.class, FaultProxy.class);

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        boolean fresh = parameter.isAnnotated(Fresh.class);
        if (type == FaultProxy.class) {
            return closedAfter(
                    context, FaultProxy.to(RabbitMq.shared(version(context)).uri()));
        }
        if (type == RabbitMq.class) {
            RabbitVersion version = version(context);
            return fresh ? closedAfter(context, RabbitMq.start(version)) : RabbitMq.shared(version);
        }
        if (type == EmbeddedActiveMq.class) {
            return embedded(context, fresh, EmbeddedActiveMq.class, EmbeddedActiveMq::start);
        }
        if (type == EmbeddedArtemis.class) {
            return embedded(context, fresh, EmbeddedArtemis.class, EmbeddedArtemis::start);
        }
        return embedded(context, fresh, EmbeddedQpid.class, EmbeddedQpid::start);
    }

    private static RabbitVersion version(ExtensionContext context) {
        return Stream.iterate(
                        Optional.of(context), Optional::isPresent, found -> found.flatMap(ExtensionContext::getParent))
                .map(Optional::orElseThrow)
                .flatMap(each -> AnnotationSupport.findAnnotation(each.getElement(), WithBroker.class).stream())
                .map(WithBroker::version)
                .findFirst()
                .orElse(RabbitVersion.V4_3);
    }

    /** One of the test's own, or the one of the whole test run. */
    private static <T extends Broker> T embedded(
            ExtensionContext context, boolean fresh, Class<T> type, Supplier<T> start) {
        return fresh
                ? closedAfter(context, start.get())
                : context.getRoot().getStore(BROKERS).getOrComputeIfAbsent(type, key -> start.get(), type);
    }

    /** The store of a context closes what it holds when the context ends. */
    private static <T extends AutoCloseable> T closedAfter(ExtensionContext context, T resource) {
        context.getStore(BROKERS).put(new Object(), resource);
        return resource;
    }
}
