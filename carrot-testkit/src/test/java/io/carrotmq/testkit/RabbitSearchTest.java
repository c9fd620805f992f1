package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RabbitSearchTest {

    private final RabbitNode node = new ForeignRabbit("CARROT_TEST_RABBITMQ", URI.create("amqp://mq1"), null);
    private final RabbitSource missing = new FixedSource("missing", null);
    private final RabbitSource present = new FixedSource("present", node);

    @Test
    void firstAvailableSource_isUsed() {
        assertThat(new RabbitSearch(RabbitVersion.V4_3, List.of(missing, present), null).start())
                .isSameAs(node);
    }

    @Test
    void noSource_isAFailureThatSaysWhatWasTriedAndTheRemedy() {
        assertThatThrownBy(() -> new RabbitSearch(RabbitVersion.V4_3, List.of(missing, missing), null).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing: nothing here")
                .hasMessageContaining("CARROT_TEST_RABBITMQ=amqp://")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
    }

    @Test
    void forcedSource_isTheOnlyOneTried() {
        assertThatThrownBy(() -> new RabbitSearch(RabbitVersion.V4_3, List.of(missing, present), "missing").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing: nothing here");
    }

    @Test
    void unknownForcedSource_isRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> new RabbitSearch(RabbitVersion.V4_3, List.of(missing, present), "magic").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'magic'")
                .hasMessageContaining("[missing, present]");
    }

    @Test
    void uriThatIsNotAmqp_isRefused() {
        assertThatThrownBy(() -> foreign("http://127.0.0.1:15672").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its scheme is 'http'");
    }

    @Test
    void uriWhereNobodyListens_isAFailureAndNotAReasonToSearchOn() {
        int port = FreePorts.pick(1).get(0);

        assertThatThrownBy(() -> foreign("amqp://127.0.0.1:" + port).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not answer: 127.0.0.1:" + port);
    }

    @Test
    void unsetUri_isUnavailable() {
        assertThatThrownBy(() -> foreign(RabbitVersion.V4_3, Map.of()).start())
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessage("CARROT_TEST_RABBITMQ is not set");
    }

    @Test
    void uriOfOneVersion_isNotThatOfAnother() {
        assertThatThrownBy(() -> foreign(RabbitVersion.V3_10, Map.of("CARROT_TEST_RABBITMQ", "amqp://mq1"))
                        .start())
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessage("CARROT_TEST_RABBITMQ_3_10 is not set");
    }

    @Test
    void noSourceOfAnOldVersion_namesThatVersionAndItsVariable() {
        assertThatThrownBy(() -> new RabbitSearch(RabbitVersion.V3_10, List.of(missing), null).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No RabbitMQ 3.10 for tests")
                .hasMessageContaining("CARROT_TEST_RABBITMQ_3_10=amqp://")
                .hasMessageContaining("rabbitmq-server 3.10");
    }

    @Test
    void managementOfAForeignBroker_isOnItsHost() {
        assertThat(node.managementUri()).isEqualTo(URI.create("http://mq1:15672"));
    }

    private static RabbitSource foreign(String uri) {
        return foreign(RabbitVersion.V4_3, Map.of("CARROT_TEST_RABBITMQ", uri));
    }

    private static RabbitSource foreign(RabbitVersion version, Map<String, String> environment) {
        return new ForeignRabbit.Source(version, environment);
    }

    private record FixedSource(String name, RabbitNode node) implements RabbitSource {
        @Override
        public RabbitNode start() throws Unavailable {
            if (node == null) {
                throw new Unavailable("nothing here");
            }
            return node;
        }
    }
}
