package io.carrotmq.ra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.ConfigurationException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.config.BeanProperties;
import io.carrotmq.event.Connected;
import io.carrotmq.event.Told;
import io.carrotmq.ra.outbound.CarrotManagedConnectionFactory;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Connection factories opened with properties, outside a container. */
@Timeout(60)
class StandaloneConnectionsTest {
    private static final String MEMORY = "memory:standalone";

    private static String refusal(String uri, Map<String, String> properties) {
        return catchThrowableOfType(
                        ConfigurationException.class,
                        () -> ConnectionFactory.open(uri, properties).close())
                .getMessage();
    }

    @Test
    void propertiesTakeEffect() {
        MemoryBroker broker = MemoryBroker.named("standalone-" + UUID.randomUUID());
        Told told = new Told();
        try (ConnectionFactory factory = ConnectionFactory.open(
                broker.uri(),
                Map.of("connectionName", "till 4", "confirmTimeoutMillis", " 150 ", "userName", "till"))) {
            factory.observe(told);
            try (Connection connection = factory.connect()) {
                connection.declare(
                        Topology.builder().queue(QueueDeclaration.of("inbox")).build());
                assertThat(told.await(Connected.class).connection()).startsWith("till 4 (");
                broker.block("full");
                OutgoingMessage message = new OutgoingMessage("", "inbox", true, Properties.NONE, "a".getBytes(UTF_8));
                assertThatThrownBy(() -> connection.publish(message))
                        .isInstanceOf(PublishException.class)
                        .hasMessageContaining("confirmTimeoutMillis (150)");
                broker.unblock();
            }
        } finally {
            broker.remove();
        }
    }

    /** What a container can set, and nothing else of the bean. */
    @Test
    void namesAreThoseOfTheDescriptor() throws Exception {
        Document descriptor = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("../carrot-rar/src/main/rar/META-INF/ra.xml"));
        Element outbound = (Element)
                descriptor.getElementsByTagName("connection-definition").item(0);
        NodeList names = outbound.getElementsByTagName("config-property-name");
        List<String> declared = new ArrayList<>();
        for (int i = 0; i < names.getLength(); i++) {
            declared.add(names.item(i).getTextContent());
        }
        assertThat(new BeanProperties(new CarrotManagedConnectionFactory()).names())
                .contains("connectionUri", "password", "maxUnconfirmed")
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void everythingWrongIsToldTogether() {
        String text = refusal(
                MEMORY,
                Map.of(
                        "user-nam", "secret1",
                        "heartbeatSeconds", "4000",
                        "maxUnconfirmed", "many",
                        "confirmTimeoutMillis", " ",
                        "transactionMode", "xa",
                        "connectTimeoutMillis", "99999999999999999999",
                        "resourceAdapter", "secret2",
                        "connectionUri", "amqp://u:secret3@host"));
        assertThat(text)
                .startsWith("CARROT-0100 [connection factory] 8 settings are wrong: ")
                .contains("CARROT-0190 'user-nam' is no property; did you mean userName?")
                .contains("CARROT-0190 'resourceAdapter' is no property; known are confirmTimeoutMillis, connect")
                .contains("CARROT-0101 heartbeatSeconds is 4000, outside 1 to 3600")
                .contains("CARROT-0191 maxUnconfirmed is 'many', which does not fit its type Integer")
                .contains(
                        "CARROT-0191 connectTimeoutMillis is '99999999999999999999', which does not fit its type Long")
                .contains("CARROT-0192 confirmTimeoutMillis has no value")
                .contains("CARROT-0102 transactionMode is 'xa'")
                .contains("CARROT-0193 connectionUri is given twice")
                .doesNotContain("secret");
    }

    @Test
    void addressThatIsWrongIsToldWithTheProperties() {
        assertThat(refusal("amqp://", Map.of("heartbeat", "10")))
                .contains("CARROT-0103 connectionUri 'amqp://'")
                .contains("did you mean heartbeatSeconds?");
    }

    @Test
    void nothingOfTheBeanButItsPropertiesCanBeSet() {
        for (String name : List.of("logWriter", "class", "changes", "setUserName", "UserName", "")) {
            assertThat(refusal(MEMORY, Map.of(name, "x"))).contains("CARROT-0190 '" + name + "' is no property");
        }
    }

    @Test
    void valueThatIsMissingIsNoValue() {
        Map<String, String> properties = new HashMap<>();
        properties.put("userName", null);
        assertThat(refusal(MEMORY, properties)).contains("CARROT-0192 userName has no value");
    }
}
