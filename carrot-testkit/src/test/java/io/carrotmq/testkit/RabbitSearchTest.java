package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RabbitSearchTest {

    private final RabbitNode node = new ForeignRabbit(URI.create("amqp://mq1"), null);
    private final RabbitSource missing = new FixedSource("missing", null);
    private final RabbitSource present = new FixedSource("present", node);

    @Test
    void firstAvailableSource_isUsed() {
        assertThat(new RabbitSearch(List.of(missing, present), null).start()).isSameAs(node);
    }

    @Test
    void noSource_isAFailureThatSaysWhatWasTriedAndTheRemedy() {
        assertThatThrownBy(() -> new RabbitSearch(List.of(missing, missing), null).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing: nothing here")
                .hasMessageContaining("CARROT_TEST_RABBITMQ=amqp://")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
    }

    @Test
    void forcedSource_isTheOnlyOneTried() {
        assertThatThrownBy(() -> new RabbitSearch(List.of(missing, present), "missing").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing: nothing here");
    }

    @Test
    void unknownForcedSource_isRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> new RabbitSearch(List.of(missing, present), "magic").start())
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
        assertThatThrownBy(() -> new ForeignRabbit.Source(Map.of()).start())
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessageContaining("not set");
    }

    @Test
    void managementOfAForeignBroker_isOnItsHost() {
        assertThat(node.managementUri()).isEqualTo(URI.create("http://mq1:15672"));
    }

    private static RabbitSource foreign(String uri) {
        return new ForeignRabbit.Source(Map.of(ForeignRabbit.URI_VARIABLE, uri));
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
