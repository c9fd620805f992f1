package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.topology.Topology;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

class CarrotActivationSpecTest {
    /** An adapter that only is one, with connection properties to inherit. */
    private static final class Adapter extends ConnectionProperties implements ResourceAdapter {
        private static final long serialVersionUID = 1L;

        @Override
        public void start(BootstrapContext context) {
            // nothing to start
        }

        @Override
        public void stop() {
            // nothing to stop
        }

        @Override
        public void endpointActivation(
                MessageEndpointFactory factory, jakarta.resource.spi.ActivationSpec specification) {
            // not part of these tests
        }

        @Override
        public void endpointDeactivation(
                MessageEndpointFactory factory, jakarta.resource.spi.ActivationSpec specification) {
            // not part of these tests
        }

        @Override
        public XAResource[] getXAResources(jakarta.resource.spi.ActivationSpec[] specifications) {
            return new XAResource[0];
        }
    }

    private static CarrotActivationSpec spec() {
        CarrotActivationSpec spec = new CarrotActivationSpec();
        spec.setQueue("orders");
        return spec;
    }

    private static InvalidPropertyException refusal(CarrotActivationSpec spec) {
        InvalidPropertyException refusal = catchThrowableOfType(InvalidPropertyException.class, spec::validate);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static List<String> named(InvalidPropertyException refusal) {
        return Arrays.stream(refusal.getInvalidPropertyDescriptors())
                .map(PropertyDescriptor::getName)
                .toList();
    }

    @Test
    void aQueueIsEnough_andTheDefaultsAreAsDocumented() throws Exception {
        EndpointSettings settings = spec().settings(null);

        assertThat(settings.queue()).isEqualTo("orders");
        assertThat(settings.prefetch()).isEqualTo(20);
        assertThat(settings.concurrency()).isEqualTo(4);
        assertThat(settings.topology().mode()).isEqualTo(Topology.Mode.DECLARE);
        assertThat(settings.reconnectDelay()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.reconnectMaxDelay()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.topology().queues().get(0).durable()).isTrue();
        assertThat(settings.topology().queues().get(0).exclusive()).isFalse();
        assertThat(settings.topology().queues().get(0).autoDelete()).isFalse();
        assertThat(settings.topology().exchanges()).isEmpty();
        assertThat(settings.topology().bindings()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsReportedTogether_withTheProperties() {
        CarrotActivationSpec spec = new CarrotActivationSpec();
        spec.setPrefetch(0);
        spec.setConcurrency(101);
        spec.setDeclareMode("perhaps");
        spec.setExchangeType("round");
        spec.setReconnectDelayMillis(5_000L);
        spec.setReconnectMaxDelayMillis(1_000L);
        spec.setShutdownTimeoutMillis(-1L);
        spec.setQueueArguments("x-max-length");
        spec.setRoutingKeys("a");
        spec.setConnectionUri("http://localhost");
        InvalidPropertyException refusal = refusal(spec);

        assertThat(refusal)
                .hasMessageStartingWith("CARROT-0110 [activation] 10 activation properties are wrong: ")
                .hasMessageContainingAll(
                        "CARROT-0105 queue is missing",
                        "CARROT-0101 prefetch is 0",
                        "CARROT-0101 concurrency is 101",
                        "declareMode is 'perhaps'",
                        "declare, verify, none",
                        "exchangeType is 'round'; name the exchange it belongs to",
                        "reconnectMaxDelayMillis is '1000'",
                        "shutdownTimeoutMillis is -1",
                        "'x-max-length'",
                        "routingKeys is 'a'",
                        "connectionUri 'http://localhost'");
        assertThat(named(refusal))
                .containsExactlyInAnyOrder(
                        "queue",
                        "prefetch",
                        "concurrency",
                        "declareMode",
                        "exchangeType", // has no exchange
                        "reconnectMaxDelayMillis",
                        "shutdownTimeoutMillis",
                        "queueArguments",
                        "routingKeys",
                        "connectionUri");
    }

    @Test
    void anExchangeMayBeOfAnyType_theFourAreWrittenInAnyCase() throws Exception {
        assertThat(exchangeOf("Headers").type()).isEqualTo("headers");
        assertThat(exchangeOf("x-delayed-message").type()).isEqualTo("x-delayed-message");
        assertThat(exchangeOf("X-Consistent-Hash").type()).isEqualTo("X-Consistent-Hash");
        assertThat(exchangeOf(null).type()).isEqualTo("direct");
    }

    private static io.carrotmq.topology.ExchangeDeclaration exchangeOf(String type) throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setExchange("shop");
        spec.setExchangeType(type);
        spec.setRoutingKeys("a");
        return spec.settings(null).topology().exchanges().get(0);
    }

    @Test
    void theExchangesFlagsAreNotThoseOfTheQueue() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setExchange("shop");
        spec.setExchangeType("fanout");
        spec.setDurable(false);
        spec.setExclusive(true);
        spec.setAutoDelete(true);
        var topology = spec.settings(null).topology();
        assertThat(topology.queues().get(0).exclusive()).isTrue();
        assertThat(topology.queues().get(0).durable()).isFalse();
        assertThat(topology.exchanges().get(0).durable()).isTrue();
        assertThat(topology.exchanges().get(0).autoDelete()).isFalse();

        spec.setDurable(true);
        spec.setExclusive(false);
        spec.setAutoDelete(false);
        spec.setExchangeDurable(false);
        spec.setExchangeAutoDelete(true);
        topology = spec.settings(null).topology();
        assertThat(topology.queues().get(0).durable()).isTrue();
        assertThat(topology.queues().get(0).autoDelete()).isFalse();
        assertThat(topology.exchanges().get(0).durable()).isFalse();
        assertThat(topology.exchanges().get(0).autoDelete()).isTrue();
    }

    @Test
    void aDirectOrTopicExchangeNeedsRoutingKeys_aFanoutDoesNot() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setExchange("shop");
        assertThat(named(refusal(spec))).containsExactly("routingKeys");
        spec.setExchangeType("TOPIC");
        assertThat(named(refusal(spec))).containsExactly("routingKeys");
        spec.setExchangeType("fanout");

        assertThat(spec.settings(null).topology().bindings()).hasSize(1).allSatisfy(binding -> {
            assertThat(binding.source()).isEqualTo("shop");
            assertThat(binding.routingKey()).isEmpty();
        });
    }

    @Test
    void argumentsKeepTheirTypes() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setQueueArguments(" x-max-length = 10 ; x-single-active-consumer=true;x-queue-type=classic; ");
        spec.setExchange("shop");
        spec.setExchangeType("headers");
        spec.setBindingArguments("x-match=any;kind=a=b");
        Topology topology = spec.settings(null).topology();

        assertThat(topology.queues().get(0).arguments())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("x-max-length", 10L, "x-single-active-consumer", true, "x-queue-type", "classic"));
        assertThat(topology.bindings().get(0).arguments())
                .containsExactlyInAnyOrderEntriesOf(Map.of("x-match", "any", "kind", "a=b"));
    }

    @Test
    void connectionPropertiesAreInherited() throws Exception {
        Adapter adapter = new Adapter();
        adapter.setConnectionUri("amqp://ann:secret@mq1:5673/shop");
        CarrotActivationSpec spec = spec();
        spec.setHeartbeatSeconds(3);

        assertThat(spec.settings(adapter).connection()).satisfies(connection -> {
            assertThat(connection.address()).isEqualTo("mq1:5673");
            assertThat(connection.userName()).isEqualTo("ann");
            assertThat(connection.heartbeat()).isEqualTo(Duration.ofSeconds(3));
        });
    }

    @Test
    void theAdapterIsSetOnce() throws Exception {
        CarrotActivationSpec spec = spec();
        Adapter adapter = new Adapter();
        spec.setResourceAdapter(adapter);
        assertThatCode(() -> spec.setResourceAdapter(adapter)).doesNotThrowAnyException();
        assertThatThrownBy(() -> spec.setResourceAdapter(new Adapter()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("CARROT-0111");
        assertThat(spec.getResourceAdapter()).isSameAs(adapter);
    }

    @Test
    void equalPropertiesDoNotMakeEqualSpecifications() {
        assertThat(spec()).isNotEqualTo(spec());
    }

    @Test
    void secretsAreNotPrinted() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setConnectionUri("amqp://ann:secret@mq1/shop");

        assertThat(spec.toString()).doesNotContain("secret");
        assertThat(spec.settings(null).toString()).doesNotContain("secret").contains("mq1");
    }

    @Test
    void aSpecificationSurvivesSerialization_withoutTheAdapter() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setResourceAdapter(new Adapter());
        spec.setConcurrency(7);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(spec);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            CarrotActivationSpec copy = (CarrotActivationSpec) in.readObject();
            assertThat(copy.getQueue()).isEqualTo("orders");
            assertThat(copy.getConcurrency()).isEqualTo(7);
            assertThat(copy.getResourceAdapter()).isNull();
        }
    }

    /** Containers set wrapper types and texts; a pair that does not match is silently no property. */
    @Test
    void everyPropertyHasAGetterAndASetterOfASupportedType() throws Exception {
        Set<Class<?>> supported = Set.of(String.class, Integer.class, Long.class, Boolean.class, ResourceAdapter.class);
        assertThat(Introspector.getBeanInfo(CarrotActivationSpec.class, Object.class)
                        .getPropertyDescriptors())
                .hasSizeGreaterThanOrEqualTo(24)
                .allSatisfy(property -> {
                    assertThat(supported).contains(property.getPropertyType());
                    assertThat(property.getReadMethod()).isNotNull();
                    assertThat(property.getWriteMethod()).isNotNull();
                });
    }
}
