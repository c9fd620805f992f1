package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.DeadLettering;
import io.carrotmq.Redelivery;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.topology.QueueDeclaration;
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
        assertThat(settings.failures().redelivery()).isEqualTo(Redelivery.DEFAULT);
        assertThat(settings.failures().deadLettering()).isEqualTo(DeadLettering.toQueue("orders.dlq"));
        assertThat(settings.failures().maxSequentialFailures()).isZero();
        assertThat(settings.topology().queues())
                .extracting(QueueDeclaration::name)
                .containsExactly("orders", "orders.dlq");
        assertThat(settings.topology().queues().get(1)).isEqualTo(QueueDeclaration.of("orders.dlq"));
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
    void redeliveryIsAsItIsSet() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setMaxAttempts(0);
        spec.setRedeliveryMode("delayQueue");
        spec.setRedeliveryDelayMillis(90_000L);
        spec.setRedeliveryMultiplier(" 1.5 ");
        spec.setRedeliveryJitter("0");
        spec.setMaxSequentialFailures(7);
        FailureSettings policy = spec.settings(null).failures();

        assertThat(policy.redelivery())
                .isEqualTo(new Redelivery(
                        Redelivery.UNLIMITED,
                        Duration.ofSeconds(90),
                        1.5,
                        Duration.ofSeconds(90),
                        0,
                        Redelivery.Mode.DELAY_QUEUE));
        assertThat(policy.maxSequentialFailures()).isEqualTo(7);
        assertThat(spec.settings(null).subscribeOptions().redelivery()).isEqualTo(policy.redelivery());
        assertThat(spec.settings(null).toString()).contains("maxAttempts=unlimited", "redeliveryMode=delayQueue");
    }

    @Test
    void whatGoesBackAtOnce_hasNeitherDelaysNorALimit() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setRedeliveryMode("requeue");
        assertThat(spec.settings(null).failures().redelivery()).isEqualTo(Redelivery.NONE);

        spec.setMaxAttempts(3);
        spec.setRedeliveryDelayMillis(1L);
        spec.setRedeliveryMaxDelayMillis(1L);
        spec.setRedeliveryMultiplier("2");
        spec.setRedeliveryJitter("0");
        assertThat(named(refusal(spec)))
                .containsExactlyInAnyOrder(
                        "maxAttempts",
                        "redeliveryDelayMillis",
                        "redeliveryMaxDelayMillis",
                        "redeliveryMultiplier",
                        "redeliveryJitter");
    }

    @Test
    void aDelayByTheBroker_needsAQueueThatHasOne() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setRedeliveryMode("broker");
        assertThat(refusal(spec)).hasMessageContaining("CARROT-0107 redeliveryMode is 'broker'; add to queueArguments");
        spec.setQueueArguments("x-delayed-retry-type=failed;x-delayed-retry-min=100");
        assertThat(spec.settings(null).failures().redelivery().mode()).isEqualTo(Redelivery.Mode.BROKER);
        assertThat(spec.settings(null).failures().redelivery().maxAttempts()).isEqualTo(3);

        spec.setQueueArguments(null);
        spec.setDeclareMode("verify"); // what is there cannot be known
        assertThatCode(spec::validate).doesNotThrowAnyException();
    }

    @Test
    void everythingThatIsWrongWithFailures_isReportedTogether() {
        CarrotActivationSpec spec = spec();
        spec.setMaxAttempts(-1);
        spec.setRedeliveryMode("inPlace");
        spec.setRedeliveryDelayMillis(600_001L);
        spec.setRedeliveryMaxDelayMillis(600_000L);
        spec.setRedeliveryMultiplier("many");
        spec.setRedeliveryJitter("0.6");
        spec.setDeadLetterMode("someone");
        spec.setDeadLetterQueue("orders");
        spec.setDeadLetterRoutingKey("dead");
        spec.setMaxSequentialFailures(-1);

        assertThat(refusal(spec))
                .hasMessageContainingAll(
                        "CARROT-0101 maxAttempts is -1, outside 0 to 2147483647",
                        "CARROT-0101 redeliveryDelayMillis is 600001, outside 0 to 600000",
                        "redeliveryMaxDelayMillis is '600000'; set at least redeliveryDelayMillis, which is 600001",
                        "CARROT-0139 redeliveryMultiplier is 'many', which is no number; write one from 1 to 100",
                        "CARROT-0101 redeliveryJitter is 0.6, outside 0 to 0.5",
                        "CARROT-0102 deadLetterMode is 'someone'; set one of carrot, broker",
                        "deadLetterQueue is 'orders'",
                        "deadLetterRoutingKey is 'dead'; name the deadLetterExchange it belongs to",
                        "maxSequentialFailures is -1");
        assertThat(named(refusal(spec))).hasSize(9);
    }

    @Test
    void deadLettersGoWhereItIsSet() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setDeadLetterQueue("graves");
        spec.setDeadLetterStackTrace(true);
        assertThat(spec.settings(null).failures().deadLettering())
                .isEqualTo(DeadLettering.toQueue("graves").withStackTrace());
        assertThat(spec.settings(null).topology().declaresQueue("graves")).isTrue();

        spec.setDeadLetterExchange("cemetery");
        assertThat(named(refusal(spec))).containsExactly("deadLetterQueue");
        spec.setDeadLetterQueue(null);
        spec.setDeadLetterStackTrace(null);
        assertThat(spec.settings(null).failures().deadLettering())
                .isEqualTo(DeadLettering.toExchange("cemetery", null));
        spec.setDeadLetterRoutingKey("row 3");
        assertThat(spec.settings(null).failures().deadLettering())
                .isEqualTo(DeadLettering.toExchange("cemetery", "row 3"));
        assertThat(spec.settings(null).topology().queues()).hasSize(1);
        assertThat(spec.settings(null).topology().exchanges()).isEmpty();
    }

    @Test
    void theBrokerMovesDeadLetters_asTheQueueWasDeclared() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setDeadLetterMode("broker");
        assertThat(spec.settings(null).failures().deadLettering()).isEqualTo(DeadLettering.BY_BROKER);
        assertThat(spec.settings(null).topology().queues()).hasSize(1);

        spec.setDeadLetterQueue("graves");
        spec.setDeadLetterExchange("cemetery");
        spec.setDeadLetterRoutingKey("row 3");
        spec.setDeadLetterStackTrace(true);
        assertThat(named(refusal(spec)))
                .containsExactlyInAnyOrder(
                        "deadLetterQueue", "deadLetterExchange", "deadLetterRoutingKey", "deadLetterStackTrace");
    }

    @Test
    void whereNothingIsDeclared_theDeadLettersAreVerifiedToo() throws Exception {
        CarrotActivationSpec spec = spec();
        spec.setDeclareMode("verify");
        assertThat(spec.settings(null).failures().deadLettering())
                .isEqualTo(DeadLettering.toQueue("orders.dlq").undeclared());
        assertThat(spec.settings(null).topology().queues()).hasSize(2);
        spec.setDeadLetterExchange("cemetery");
        assertThat(spec.settings(null).topology().queues()).hasSize(1);
        assertThat(spec.settings(null).topology().exchanges())
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.name()).isEqualTo("cemetery"));
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
                .hasSizeGreaterThanOrEqualTo(36)
                .allSatisfy(property -> {
                    assertThat(supported).contains(property.getPropertyType());
                    assertThat(property.getReadMethod()).isNotNull();
                    assertThat(property.getWriteMethod()).isNotNull();
                });
    }
}
