package io.carrotmq.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a bench of its own, cleared away after it. */
final class BenchParameter implements ParameterResolver {
    private static final Namespace BENCHES = Namespace.create(BenchParameter.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Bench.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Bench bench = new Bench((TransportContract) context.getRequiredTestInstance());
        context.getStore(BENCHES).put(new Object(), bench);
        return bench;
    }
}
