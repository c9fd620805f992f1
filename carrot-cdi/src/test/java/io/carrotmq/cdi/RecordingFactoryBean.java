package io.carrotmq.cdi;

import io.carrotmq.ConnectionFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** An application's own connection factory. */
@ApplicationScoped
public class RecordingFactoryBean {
    private final RecordingConnectionFactory factory = new RecordingConnectionFactory();

    @Produces
    @ApplicationScoped
    public ConnectionFactory connectionFactory() {
        return factory;
    }

    public RecordingConnectionFactory factory() {
        return factory;
    }
}
