package io.carrotmq.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.engine.EngineThreads;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastResortTest {
    @Test
    void taskThatComesAfterTheWorkersEndIsRunAllTheSame() throws Exception {
        EngineThreads engine = new EngineThreads();
        LastResort last = new LastResort(engine.workers(), EngineThreads.named("test-last"));
        assertThat(last.submit(() -> Thread.currentThread().getName()).get(20, TimeUnit.SECONDS))
                .startsWith("carrot-worker");
        engine.close();
        assertThat(last.submit(() -> Thread.currentThread().getName()).get(20, TimeUnit.SECONDS))
                .startsWith("test-last");
    }
}
