package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RecentRabbitTest {

    private static final Path PROGRAMS = Path.of("/opt/rabbitmq");

    @Test
    void olderRabbit_isNotTaken() {
        assertRefused("3.13.7", "the RabbitMQ in /opt/rabbitmq is 3.13.7, the tests need 4.3 or later");
        assertRefused("4.2.12-rc.1", "the RabbitMQ in /opt/rabbitmq is 4.2.12-rc.1, the tests need 4.3 or later");
    }

    @Test
    void unknownVersion_isNotTaken() {
        assertRefused("carrot", "the RabbitMQ in /opt/rabbitmq has the unknown version 'carrot'");
    }

    @Test
    void recentRabbit_isTaken_itsNumbersComparedAsNumbers() {
        for (String version : new String[] {"4.3.0", "4.3.6+git", "4.10.1", "5.0.0"}) {
            assertThatCode(() -> RecentRabbit.require(version, PROGRAMS)).doesNotThrowAnyException();
        }
    }

    private static void assertRefused(String version, String reason) {
        assertThatThrownBy(() -> RecentRabbit.require(version, PROGRAMS))
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessage(reason);
    }
}
