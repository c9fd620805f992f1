package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.testkit.Fresh;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

@WithBroker
@Timeout(300)
class KeyOrderOnRabbitIT extends KeyOrderScenario {
    @Test
    void inOrderThoughTheBrokerIsKilled(@Fresh RabbitMq broker, TestReporter reporter) {
        try (Workbench bench = new Workbench(broker.uri().toString())) {
            run(
                    bench,
                    new KeyedMessages(100_000, 1_000, 43),
                    () -> {
                        broker.kill();
                        broker.restart();
                    },
                    reporter);
        }
    }
}
