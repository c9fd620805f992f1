package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConnectionFactory.Observation;
import io.carrotmq.LoggedLines;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.Unblocked;
import io.carrotmq.testkit.Await;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that are slow, that fail, and that end. */
@Timeout(60)
class ObserverTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final EngineThreads threads = new EngineThreads();
    private final Observers observers = new Observers("broker", threads);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        observers.end();
        threads.close();
    }

    private static BrokerEvent event(int number) {
        return new Unblocked(String.valueOf(number));
    }

    private void tell(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> observers.tell(event(number)));
    }

    private void listen(BrokerEvent event) {
        told.add(event.connection());
    }

    private void awaitTold(int count) {
        Await.until(count + " to be told", BOUND, () -> told.size() == count);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    /** A listener that waits in each call for a permit. */
    private final class Slow implements Consumer<BrokerEvent> {
        final Semaphore permits = new Semaphore(0);
        final CountDownLatch begun = new CountDownLatch(1);

        @Override
        public void accept(BrokerEvent event) {
            begun.countDown();
            try {
                permits.acquire();
            } catch (InterruptedException e) {
                return;
            }
            listen(event);
        }
    }

    @Test
    void eventsAreToldInOrder() {
        observers.add(this::listen);
        tell(1, 500);
        awaitTold(500);
        assertThat(told).isEqualTo(numbers(1, 500));
    }

    @Test
    void whatDoesNotFitIsDroppedCountedAndReportedOnceForEachOverflow() throws Exception {
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            Slow slow = new Slow();
            observers.add(slow);
            for (int episode = 1; episode <= 2; episode++) {
                told.clear();
                tell(0, 0);
                Await.until("it to be busy", BOUND, slow.permits::hasQueuedThreads);
                tell(1, Observer.CAPACITY + 7);
                slow.permits.release(Observer.CAPACITY + 1);
                awaitTold(Observer.CAPACITY + 1);
                assertThat(told).isEqualTo(numbers(0, Observer.CAPACITY));
                int reports = episode;
                Await.until("the report", BOUND, () -> lines.with("CARROT-0773").size() == reports);
            }
            assertThat(lines.with("CARROT-0773"))
                    .allSatisfy(line ->
                            assertThat(line).contains("7 events were not told").contains("1000"));
        }
    }

    @Test
    void slowListenerHoldsUpNeitherWhoTellsNorTheOthers() throws Exception {
        Slow slow = new Slow();
        observers.add(slow);
        observers.add(this::listen);
        tell(1, 1);
        assertThat(slow.begun.await(30, TimeUnit.SECONDS)).isTrue();
        tell(2, 100);
        awaitTold(100);
        assertThat(told).isEqualTo(numbers(1, 100));
        slow.permits.release(100);
    }

    @Test
    void listenerThatFailsIsToldTheNext() {
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            observers.add(event -> {
                listen(event);
                if (event.connection().equals("1")) {
                    throw new IllegalStateException("listener");
                }
                throw new NoClassDefFoundError("listener");
            });
            tell(1, 3);
            awaitTold(3);
            Await.until("the log", BOUND, () -> lines.with("CARROT-0772").size() == 3);
        }
    }

    @Test
    void nothingIsToldAfterCloseWhichWaitsForTheListener() throws Exception {
        Slow slow = new Slow();
        Observation observation = observers.add(slow);
        tell(1, 3);
        assertThat(slow.begun.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Integer> toldAtClose = CompletableFuture.supplyAsync(() -> {
            observation.close();
            return told.size();
        });
        Await.until("the end", BOUND, () -> !observers.any());
        assertThat(toldAtClose).isNotDone();
        slow.permits.release(3);
        assertThat(toldAtClose.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        tell(4, 5);
        observers.add(this::listen);
        tell(6, 6);
        awaitTold(2);
        assertThat(told).containsExactly("1", "6");
    }

    @Test
    void closeDoesNotWaitForEver() throws Exception {
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            Slow slow = new Slow();
            Observation observation = observers.add(slow);
            tell(1, 1);
            assertThat(slow.begun.await(30, TimeUnit.SECONDS)).isTrue();
            observation.close();
            assertThat(lines.with("CARROT-0774")).hasSize(1);
            slow.permits.release();
        }
    }

    @Test
    void listenerMayEndItself() {
        AtomicReference<Observation> own = new AtomicReference<>();
        CompletableFuture<Duration> closed = new CompletableFuture<>();
        CountDownLatch known = new CountDownLatch(1);
        own.set(observers.add(event -> {
            try {
                known.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            listen(event);
            long start = System.nanoTime();
            own.get().close();
            closed.complete(Duration.ofNanos(System.nanoTime() - start));
        }));
        tell(1, 5);
        known.countDown();
        assertThat(closed.orTimeout(30, TimeUnit.SECONDS).join()).isLessThan(Duration.ofSeconds(4));
        observers.add(event -> told.add("other " + event.connection()));
        tell(6, 6);
        awaitTold(2);
        assertThat(told).containsExactly("1", "other 6");
    }

    @Test
    void nothingKeepsTheListenerOfAClosedObservation() throws Exception {
        forgets(Observation::close);
    }

    @Test
    void nothingKeepsTheListenerOnceTheEngineHasEnded() throws Exception {
        forgets(observation -> observers.end());
    }

    /** Even while there is more to be told than it takes, and somebody keeps the observation. */
    private void forgets(Consumer<Observation> end) throws Exception {
        AtomicReference<Observation> kept = new AtomicReference<>();
        WeakReference<ClassLoader> application = observed(kept);
        end.accept(kept.get());
        Await.until("the class loader to go", BOUND, () -> {
            System.gc();
            return application.get() == null;
        });
        int before = told.size();
        tell(1, 1);
        kept.get().close();
        assertThat(told).hasSize(before);
    }

    /** In a method of its own, whose frame is gone when the caller looks. */
    private WeakReference<ClassLoader> observed(AtomicReference<Observation> observation) throws Exception {
        try (Application loader = new Application()) {
            observation.set(observers.add(loader.listener(told)));
            tell(1, Observer.CAPACITY * 2);
            Await.until("something to be told", BOUND, () -> !told.isEmpty());
            return new WeakReference<>(loader);
        }
    }

    /** The class loader of an application, with one class of its own. */
    private static final class Application extends URLClassLoader {
        Application() {
            super(new URL[0], ObserverTest.class.getClassLoader());
        }

        @SuppressWarnings("unchecked") // the proxy's interface
        Consumer<BrokerEvent> listener(List<String> told) {
            return (Consumer<BrokerEvent>)
                    Proxy.newProxyInstance(this, new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                        Thread.currentThread().setContextClassLoader(this);
                        return told.add("told") ? null : null;
                    });
        }
    }
}
