package io.carrotmq.cdi.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.Unblocked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrokerEventsTest {
    private static final class Observed implements ConnectionFactory {
        private final AtomicBoolean closed = new AtomicBoolean();
        private Consumer<? super BrokerEvent> listener;

        @Override
        public Connection connect() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection connect(String userName, String password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Observation observe(Consumer<? super BrokerEvent> told) {
            listener = told;
            return () -> closed.set(true);
        }

        @Override
        public void close() {}
    }

    @ApplicationScoped
    static class Hanging {
        static final CountDownLatch CALLED = new CountDownLatch(1);
        static final CountDownLatch RELEASED = new CountDownLatch(1);

        void on(@Observes Unblocked event) {
            CALLED.countDown();
            boolean released = false;
            while (!released) {
                try {
                    released = RELEASED.await(50, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    // as somebody does who does not know better
                }
            }
        }
    }

    @Test
    void observerThatHangsKeepsNoThreadOfTheAdapters() throws InterruptedException {
        Observed factory = new Observed();
        try (SeContainer container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(Hanging.class)
                .initialize()) {
            BrokerEvents events = new BrokerEvents(
                    "", container.getBeanManager(), ContainerThreads.of("events"), Duration.ofMillis(100));
            events.observe(factory);
            assertThat(events.isObserving()).isTrue();
            Thread adapter = new Thread(() -> factory.listener.accept(new Unblocked("a")));
            adapter.start();
            assertThat(Hanging.CALLED.await(30, TimeUnit.SECONDS)).isTrue();
            events.end();
            adapter.join(30_000);
            assertThat(adapter.isAlive()).isFalse();
            assertThat(factory.closed).isTrue();
        } finally {
            Hanging.RELEASED.countDown();
        }
    }
}
