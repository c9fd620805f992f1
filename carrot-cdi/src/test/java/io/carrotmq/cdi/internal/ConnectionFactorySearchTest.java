package io.carrotmq.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.RecordingConnectionFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import org.junit.jupiter.api.Test;

class ConnectionFactorySearchTest {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Object> bound = new HashMap<>();
    private final List<String> lookups = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private final RecordingConnectionFactory factory = new RecordingConnectionFactory();
    private boolean jndi = true;

    private final ConnectionFactorySearch search =
            new ConnectionFactorySearch(new Settings(properties::get, environment::get), this::lookup, this::open);

    private Object lookup(String name) throws NamingException {
        if (!jndi) {
            throw new NoInitialContextException();
        }
        lookups.add(name);
        if (!bound.containsKey(name)) {
            throw new NameNotFoundException(name);
        }
        return bound.get(name);
    }

    private ConnectionFactory open(String uri) {
        opened.add(uri);
        return factory;
    }

    @Test
    void namesAreTriedInOrder() {
        bound.put("eis/CarrotConnectionFactory", factory);
        assertThat(search.find()).isSameAs(factory);
        assertThat(lookups)
                .containsExactly(
                        "java:comp/env/eis/CarrotConnectionFactory",
                        "java:/eis/CarrotConnectionFactory",
                        "eis/CarrotConnectionFactory");
    }

    @Test
    void itIsLookedUpOnce() {
        bound.put("java:comp/env/eis/CarrotConnectionFactory", factory);
        search.find();
        search.find();
        assertThat(lookups).hasSize(1);
    }

    @Test
    void whatJndiGaveIsNotClosed() {
        bound.put("java:/eis/CarrotConnectionFactory", factory);
        search.find();
        search.end();
        assertThat(factory.closed).isFalse();
    }

    @Test
    void configuredNameIsTheOnlyOneTried() {
        environment.put("CARROT_CONNECTION_FACTORY", "java:/of/environment");
        properties.put("carrot.connection-factory", " java:/of/property ");
        bound.put("java:/of/property", factory);
        bound.put("java:comp/env/eis/CarrotConnectionFactory", new RecordingConnectionFactory());
        assertThat(search.find()).isSameAs(factory);
        assertThat(lookups).containsExactly("java:/of/property");
    }

    @Test
    void nameFromTheEnvironment() {
        environment.put("CARROT_CONNECTION_FACTORY", "java:/of/environment");
        assertThatThrownBy(search::find)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0314 [connection factory] environment variable"
                        + " CARROT_CONNECTION_FACTORY names a connection factory that JNDI does not have:"
                        + " 'java:/of/environment' (NameNotFoundException)");
    }

    @Test
    void noneIsFoundAndEveryNameIsListed() {
        bound.put("java:/eis/CarrotConnectionFactory", "a string");
        assertThatThrownBy(search::find)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0313 ")
                .hasMessageContaining("'java:comp/env/eis/CarrotConnectionFactory' (NameNotFoundException)")
                .hasMessageContaining("'java:/eis/CarrotConnectionFactory' (is a java.lang.String of class loader")
                .hasMessageContaining("'eis/CarrotConnectionFactory' (NameNotFoundException)");
    }

    @Test
    void whatIsBoundLaterIsFoundLater() {
        assertThatThrownBy(search::find).isInstanceOf(ConfigurationException.class);
        bound.put("java:/eis/CarrotConnectionFactory", factory);
        assertThat(search.find()).isSameAs(factory);
    }

    @Test
    void javaSeOpensTheLocalBroker() {
        jndi = false;
        assertThat(search.find()).isSameAs(factory);
        assertThat(opened).containsExactly("amqp://guest:guest@localhost:5672/%2F");
        search.end();
        assertThat(factory.closed).isTrue();
    }

    @Test
    void javaSeOpensTheConfiguredAddress() {
        jndi = false;
        environment.put("CARROT_URI", "amqp://other/");
        search.find();
        assertThat(opened).containsExactly("amqp://other/");
    }

    @Test
    void propertyWinsOverEnvironment() {
        jndi = false;
        environment.put("CARROT_URI", "amqp://environment/");
        properties.put("carrot.uri", "amqp://property/");
        search.find();
        assertThat(opened).containsExactly("amqp://property/");
    }

    @Test
    void jndiWithoutFactoryAndAnAddress() {
        properties.put("carrot.uri", "amqp://property/");
        assertThat(search.find()).isSameAs(factory);
        assertThat(lookups).hasSize(3);
    }

    @Test
    void afterTheEndNothingIsFound() {
        jndi = false;
        search.end();
        assertThatThrownBy(search::find)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0316 ");
        assertThat(opened).isEmpty();
    }
}
