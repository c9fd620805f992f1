package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArtemisProcessTest extends StompProcessContract {

    ArtemisProcessTest() {
        super(StompProcess.artemis());
    }

    @Test
    void greeting_namesProductAndVersion() {
        assertThat(broker().product()).isEqualTo("ActiveMQ-Artemis");
        assertThat(broker().version()).isEqualTo("2.55.0");
    }
}
