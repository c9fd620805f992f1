package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.Unblocked;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order in which observers are told of connections, whoever is faster. */
@Timeout(60)
class ConnectionEventsTest {
    private final EngineThreads threads = new EngineThreads();
    private final Observers observers = new Observers("broker", threads);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void observe() {
        observers.add(event -> told.add(event.connection()));
    }

    @AfterEach
    void close() {
        observers.end();
        threads.close();
    }

    private static BrokerEvent event(String name) {
        return new Unblocked(name);
    }

    /** Waits until all is told that was said before. */
    private void assertTold(String... names) {
        observers.tell(event("end"));
        Await.until("the end", Duration.ofSeconds(30), () -> told.contains("end"));
        List<String> expected = new ArrayList<>(List.of(names));
        expected.add("end");
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void openingIsToldBeforeWhatTheReaderHasSeenMeanwhile() {
        ConnectionEvents events = new ConnectionEvents(observers);
        events.happened(event("blocked"));
        events.happened(event("lost"));
        events.ended();
        events.opened(event("open"));
        assertTold("open", "blocked", "lost");
    }

    @Test
    void whatWasNeverOpenIsNotTold() {
        ConnectionEvents events = new ConnectionEvents(observers);
        events.happened(event("lost"));
        events.ended();
        assertTold();
    }

    @Test
    void connectionIsToldAfterTheEndOfTheOneItReplaces() {
        ConnectionEvents first = new ConnectionEvents(observers);
        ConnectionEvents second = new ConnectionEvents(observers);
        first.opened(event("open 1"));
        first.onceEnded(() -> second.opened(event("open 2")));
        second.happened(event("blocked 2"));
        first.happened(event("lost 1"));
        first.ended();
        second.happened(event("unblocked 2"));
        assertTold("open 1", "lost 1", "open 2", "blocked 2", "unblocked 2");
    }

    @Test
    void connectionThatReplacesAnEndedOneIsToldAtOnce() {
        ConnectionEvents first = new ConnectionEvents(observers);
        first.opened(event("open 1"));
        first.happened(event("lost 1"));
        first.ended();
        first.onceEnded(() -> new ConnectionEvents(observers).opened(event("open 2")));
        assertTold("open 1", "lost 1", "open 2");
    }
}
