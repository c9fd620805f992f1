package io.carrotmq.cdi.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.RecordingConnectionFactory;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.config.Settings;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.naming.CommunicationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import org.junit.jupiter.api.Test;

class ConnectionFactorySearchTest {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Object> bound = new HashMap<>();
    private final Map<String, NamingException> broken = new HashMap<>();
    private final List<String> lookups = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private final List<Map<String, String>> openedWith = new ArrayList<>();
    private final RecordingConnectionFactory factory = new RecordingConnectionFactory();
    private boolean jndi = true;

    private final Configuration configuration = Configuration.of(Settings.of(properties, environment));
    private final ConnectionFactorySearch search = of("");

    private ConnectionFactorySearch of(String broker) {
        return new ConnectionFactorySearch(new BrokerSettings(configuration, broker), this::lookup, this::open);
    }

    private Object lookup(String name) throws NamingException {
        if (!jndi) {
            throw new NoInitialContextException();
        }
        lookups.add(name);
        if (broken.containsKey(name)) {
            throw broken.get(name);
        }
        if (!bound.containsKey(name)) {
            throw new NameNotFoundException(name);
        }
        return bound.get(name);
    }

    private ConnectionFactory open(String uri, Map<String, String> settings) {
        opened.add(uri);
        openedWith.add(settings);
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
    void whereThereIsJndiNoneIsOpened() {
        properties.put("carrot.uri", "amqp://property/");
        environment.put("CARROT_URI", "amqp://environment/");
        assertThatThrownBy(search::find)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0313 ")
                .hasMessageContaining("carrot.connection-factory")
                .hasMessageContaining("where there is JNDI none is opened for carrot.uri or CARROT_URI")
                .hasNoCause();
        assertThat(opened).isEmpty();
        bound.put("eis/CarrotConnectionFactory", factory);
        assertThat(search.find()).as("bound later").isSameAs(factory);
    }

    @Test
    void namesThatFailAreTold() {
        var first = new CommunicationException("first");
        var second = new NamingException("second");
        broken.put("java:comp/env/eis/CarrotConnectionFactory", first);
        broken.put("eis/CarrotConnectionFactory", second);
        assertThatThrownBy(search::find)
                .hasMessageStartingWith("CARROT-0313 ")
                .hasMessageContaining("'java:comp/env/eis/CarrotConnectionFactory' (CommunicationException)")
                .hasMessageContaining("'java:/eis/CarrotConnectionFactory' (NameNotFoundException)")
                .hasCause(first)
                .hasSuppressedException(second);
    }

    @Test
    void absenceInAWrapperIsAbsence() {
        var wrapper = new NamingException("Lookup failed");
        wrapper.setRootCause(new NameNotFoundException("eis"));
        broken.put("java:comp/env/eis/CarrotConnectionFactory", wrapper);
        assertThatThrownBy(search::find).hasMessageStartingWith("CARROT-0313 ").hasNoCause();
        bound.put("java:/eis/CarrotConnectionFactory", factory);
        search.find();
        lookups.clear();
        assertThat(search.find()).isSameAs(factory);
        assertThat(lookups).as("kept").isEmpty();
    }

    @Test
    void configuredNameThatFails() {
        var failure = new CommunicationException("down");
        properties.put("carrot.connection-factory", "java:/mine");
        broken.put("java:/mine", failure);
        assertThatThrownBy(search::find).hasMessageStartingWith("CARROT-0314 ").hasCause(failure);
    }

    @Test
    void jndiThatCannotBeStartedIsJndi() {
        var failure = new NoInitialContextException("Cannot instantiate class");
        failure.setRootCause(new ClassNotFoundException("of.the.Server"));
        new BrokerSettings(configuration, "").jndiNames().forEach(name -> broken.put(name, failure));
        assertThatThrownBy(search::find).hasMessageStartingWith("CARROT-0313 ").hasCause(failure);
        assertThat(opened).isEmpty();
    }

    @Test
    void whatIsFoundBehindAFailureIsNotKept() {
        broken.put("java:comp/env/eis/CarrotConnectionFactory", new CommunicationException());
        bound.put("java:/eis/CarrotConnectionFactory", new RecordingConnectionFactory());
        assertThat(search.find()).isNotSameAs(factory);
        broken.clear();
        bound.put("java:comp/env/eis/CarrotConnectionFactory", factory);
        assertThat(search.find()).isSameAs(factory);
    }

    @Test
    void eachModuleHasItsOwn() throws Exception {
        var other = new RecordingConnectionFactory();
        try (var one = new URLClassLoader(new URL[0]);
                var two = new URLClassLoader(new URL[0])) {
            bound.put("java:comp/env/eis/CarrotConnectionFactory", factory);
            assertThat(findIn(one)).isSameAs(factory);
            bound.put("java:comp/env/eis/CarrotConnectionFactory", other);
            assertThat(findIn(two)).isSameAs(other);
            assertThat(findIn(one)).isSameAs(factory);
            assertThat(lookups).as("once for each").hasSize(2);
        }
    }

    @Test
    void moduleWithoutReferenceDoesNotDecideForTheOthers() throws Exception {
        var global = new RecordingConnectionFactory();
        try (var one = new URLClassLoader(new URL[0]);
                var two = new URLClassLoader(new URL[0])) {
            bound.put("java:/eis/CarrotConnectionFactory", global);
            assertThat(findIn(one)).isSameAs(global);
            bound.put("java:comp/env/eis/CarrotConnectionFactory", factory);
            assertThat(findIn(two)).isSameAs(factory);
        }
    }

    private ConnectionFactory findIn(ClassLoader module) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(module);
        try {
            return search.find();
        } finally {
            thread.setContextClassLoader(before);
        }
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

    @Test
    void afterTheEndNothingIsFoundThatWasFoundBefore() {
        bound.put("java:/eis/CarrotConnectionFactory", factory);
        assertThat(search.find()).isSameAs(search.find()).isSameAs(search.find());
        jndi = false;
        assertThat(findIn(null)).as("a thread without loader").isNotNull();
        search.end();
        assertThatThrownBy(search::find).hasMessageStartingWith("CARROT-0316 ");
    }

    @Test
    void namedBrokerByItsNameInJndi() {
        bound.put("eis/billing", factory);
        assertThat(of("billing").find()).isSameAs(factory);
        assertThat(lookups).containsExactly("java:comp/env/eis/billing", "java:/eis/billing", "eis/billing");
    }

    @Test
    void namedBrokerByTheNameThatIsSet() {
        properties.put("carrot.connection-factory", "java:/the/default");
        properties.put("carrot.brokers.billing.connection-factory", "java:/mine");
        bound.put("java:/mine", factory);
        assertThat(of("billing").find()).isSameAs(factory);
        assertThat(lookups).containsExactly("java:/mine");
        assertThatThrownBy(() -> of("audit").find())
                .hasMessageStartingWith("CARROT-0313 [broker audit] JNDI has none under 3 names")
                .hasMessageContaining("system property carrot.brokers.audit.connection-factory")
                .hasMessageContaining("CARROT_BROKERS_AUDIT_CONNECTION_FACTORY")
                .hasMessageContaining("@Broker(\"audit\")");
    }

    @Test
    void namedBrokerIsOpenedWithItsProperties() {
        jndi = false;
        properties.put("carrot.uri", "amqp://default/");
        properties.put("carrot.brokers.billing.uri", "amqp://billing/");
        properties.put("carrot.brokers.billing.confirmTimeoutMillis", "500");
        properties.put("carrot.brokers.billing.userName", "property");
        environment.put("CARROT_BROKERS_BILLING_USERNAME", "environment");
        environment.put("CARROT_BROKERS_BILLING_PASSWORD", "secret");
        environment.put("CARROT_BROKERS_AUDIT_URI", "amqp://audit/");
        of("billing").find();
        of("audit").find();
        search.find();
        assertThat(opened).containsExactly("amqp://billing/", "amqp://audit/", "amqp://default/");
        assertThat(openedWith)
                .containsExactly(
                        Map.of("confirmTimeoutMillis", "500", "userName", "property", "password", "secret"),
                        Map.of(),
                        Map.of());
    }

    @Test
    void defaultBrokerHasProperties() {
        jndi = false;
        properties.put("carrot.brokers.default.uri", "amqp://default/");
        properties.put("carrot.brokers.default.userName", "joe");
        search.find();
        properties.put("carrot.uri", "amqp://first/");
        of("").find();
        assertThat(opened).containsExactly("amqp://default/", "amqp://first/");
        assertThat(openedWith).containsOnly(Map.of("userName", "joe"));
    }

    @Test
    void namedBrokerWithoutAddressIsUnknown() {
        jndi = false;
        properties.put("carrot.brokers.billing.uri", "amqp://billing/");
        assertThatThrownBy(() -> of("biling").find())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0321 [broker biling] there is no broker 'biling'; known: [billing]");
        assertThat(opened).isEmpty();
    }
}
