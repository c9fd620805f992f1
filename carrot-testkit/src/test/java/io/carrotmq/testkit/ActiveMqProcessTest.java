package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActiveMqProcessTest extends StompProcessContract {

    ActiveMqProcessTest() {
        super(StompProcess.activeMq());
    }

    @Test
    void greeting_namesProductAndVersion() {
        assertThat(broker().product()).isEqualTo("ActiveMQ");
        assertThat(broker().version()).isEqualTo("6.2.7");
    }
}
