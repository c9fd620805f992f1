package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.spi.SubclassConfiguration;
import io.carrotmq.cdi.spi.SubclassConfigurationProvider;
import java.util.List;

/** Configures instances that no container has made. Found as a service. */
public final class PlainSubclasses implements SubclassConfigurationProvider {
    /** Called by the service loader. */
    public PlainSubclasses() {}

    @Override
    public SubclassConfiguration configuration(Class<?> type, ConnectionFactory connections) {
        Subclass subclass = Subclass.read(type, Configuration.ofProcess());
        List<ConfigurationException> problems = subclass.problems();
        if (!problems.isEmpty()) {
            problems.stream().skip(1).forEach(problems.get(0)::addSuppressed);
            throw problems.get(0);
        }
        return subclass.configuration(connections, new ModuleCodecs(type.getClassLoader()), event -> {
            // there are no observers
        });
    }
}
