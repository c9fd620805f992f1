package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ServiceLoader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Weld SE with the extension as users get it, and with the given beans only. */
final class Containers {
    private Containers() {}

    static SeContainer start(Class<?>... beans) {
        return initializer(beans).addBeanClasses(RecordingFactoryBean.class).initialize();
    }

    static SeContainer startWithoutFactory(Class<?>... beans) {
        return initializer(beans).initialize();
    }

    static SeContainerInitializer initializer(Class<?>... beans) {
        SeContainerInitializer initializer =
                SeContainerInitializer.newInstance().disableDiscovery().addBeanClasses(beans);
        // With the discovery of beans that of extensions is off, too.
        ServiceLoader.load(Extension.class).forEach(initializer::addExtensions);
        return initializer;
    }

    /** What the deployment fails with. OpenWebBeans tells it in its log only. */
    static DeploymentException problem(Class<?>... beans) {
        return problem(() -> start(beans).close());
    }

    static DeploymentException problemWithoutFactory(Class<?>... beans) {
        return problem(() -> startWithoutFactory(beans).close());
    }

    private static DeploymentException problem(ThrowingCallable deployment) {
        try (LoggedProblems logged = new LoggedProblems()) {
            DeploymentException problem = catchThrowableOfType(DeploymentException.class, deployment);
            return logged.isEmpty() ? problem : new DeploymentException(logged.text(), problem);
        }
    }

    static RecordingConnectionFactory recording(SeContainer container) {
        return container.select(RecordingFactoryBean.class).get().factory();
    }
}
