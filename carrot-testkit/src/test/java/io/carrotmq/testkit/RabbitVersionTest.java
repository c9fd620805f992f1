package io.carrotmq.testkit;

import static io.carrotmq.testkit.RabbitVersion.V3_10;
import static io.carrotmq.testkit.RabbitVersion.V4_0;
import static io.carrotmq.testkit.RabbitVersion.V4_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RabbitVersionTest {

    private static final Path PROGRAMS = Path.of("/opt/rabbitmq");

    @Test
    void olderRabbit_isNotTaken() {
        assertRefused(V4_3, "3.13.7", "the RabbitMQ in /opt/rabbitmq is 3.13.7, the tests need 4.3 or later");
        assertRefused(V4_3, "4.2.12-rc.1", "the RabbitMQ in /opt/rabbitmq is 4.2.12-rc.1, the tests need 4.3 or later");
    }

    @Test
    void unknownVersion_isNotTaken() {
        assertRefused(V4_3, "carrot", "the RabbitMQ in /opt/rabbitmq has the unknown version 'carrot'");
    }

    @Test
    void recentRabbit_isTaken_itsNumbersComparedAsNumbers() {
        for (String version : new String[] {"4.3.0", "4.3.6+git", "4.10.1", "5.0.0"}) {
            assertThatCode(() -> V4_3.require(version, PROGRAMS)).doesNotThrowAnyException();
        }
    }

    @Test
    void oldLine_isThatLineOnly() {
        assertThatCode(() -> V3_10.require("3.10.8", PROGRAMS)).doesNotThrowAnyException();
        assertRefused(V3_10, "3.1.5", "the RabbitMQ in /opt/rabbitmq is 3.1.5, the tests need 3.10");
        assertRefused(V3_10, "3.11.0", "the RabbitMQ in /opt/rabbitmq is 3.11.0, the tests need 3.10");
        assertRefused(V3_10, "4.10.0", "the RabbitMQ in /opt/rabbitmq is 4.10.0, the tests need 3.10");
    }

    @Test
    void lineBetween_isThatLineOnly() {
        assertThatCode(() -> V4_0.require("4.0.5", PROGRAMS)).doesNotThrowAnyException();
        assertRefused(V4_0, "3.10.8", "the RabbitMQ in /opt/rabbitmq is 3.10.8, the tests need 4.0");
        assertRefused(V4_0, "4.1.0", "the RabbitMQ in /opt/rabbitmq is 4.1.0, the tests need 4.0");
        assertRefused(V4_0, "5.0.0", "the RabbitMQ in /opt/rabbitmq is 5.0.0, the tests need 4.0");
    }

    @Test
    void noBroker_belongsToTwoLines() {
        for (int major = 3; major <= 5; major++) {
            for (int minor = 0; minor <= 20; minor++) {
                int[] numbers = {major, minor};
                assertThat(Arrays.stream(RabbitVersion.values()).filter(line -> line.includes(numbers[0], numbers[1])))
                        .as("the lines of " + major + "." + minor)
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void everyVersion_comesFromASuiteAndAnImageOfItsOwn() {
        assertThat(RabbitVersion.values()).extracting(RabbitVersion::suite).doesNotHaveDuplicates();
        assertThat(V4_0.suite()).isEqualTo("trixie");
        assertThat(V4_0.image()).isEqualTo("rabbitmq:4.0-management");
    }

    @Test
    void everyVersion_hasVariablesOfItsOwn() {
        assertThat(V4_3.uriVariable()).isEqualTo("CARROT_TEST_RABBITMQ");
        assertThat(V4_3.sourceVariable()).isEqualTo("CARROT_TEST_RABBITMQ_SOURCE");
        assertThat(V4_3.sourceProperty()).isEqualTo("carrot.test.rabbitmq.source");
        assertThat(V3_10.uriVariable()).isEqualTo("CARROT_TEST_RABBITMQ_3_10");
        assertThat(V3_10.managementVariable()).isEqualTo("CARROT_TEST_RABBITMQ_3_10_MANAGEMENT");
        assertThat(V3_10.sourceProperty()).isEqualTo("carrot.test.rabbitmq.3.10.source");
        assertThat(V4_0.uriVariable()).isEqualTo("CARROT_TEST_RABBITMQ_4_0");
        assertThat(V4_0.managementVariable()).isEqualTo("CARROT_TEST_RABBITMQ_4_0_MANAGEMENT");
        assertThat(V4_0.sourceProperty()).isEqualTo("carrot.test.rabbitmq.4.0.source");
    }

    private static void assertRefused(RabbitVersion wanted, String version, String reason) {
        assertThatThrownBy(() -> wanted.require(version, PROGRAMS))
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessage(reason);
    }
}
