package io.carrotmq.cdi.spi;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;

/** Reads annotations for {@link SubclassConfiguration#of}, which finds it as a service. */
public interface SubclassConfigurationProvider {
    /**
     * Reads the annotations of a class.
     *
     * @param type the class
     * @param connections where connections come from
     * @return what they make
     * @throws ConfigurationException if anything is wrong with them
     */
    SubclassConfiguration configuration(Class<?> type, ConnectionFactory connections);
}
