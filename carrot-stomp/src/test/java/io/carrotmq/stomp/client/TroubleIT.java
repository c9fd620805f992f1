package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.FaultProxy;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever happens to the broker or the network while messages are sent and handled: what the broker has confirmed is
 * handled, what it has not confirmed fails, and the clients come back by themselves.
 *
 * <p>{@code -Dcarrot.trouble.rounds=n} goes through all faults n times.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TroubleIT {
    private static final System.Logger LOG = System.getLogger(TroubleIT.class.getName());
    private static final int ROUNDS = Integer.getInteger("carrot.trouble.rounds", 1);
    private static final String QUEUE = "TroubleIT";
    private static final String DESTINATION = "/queue/" + QUEUE;

    /** That much has to go well before and behind each fault. */
    private static final int PROGRESS = 100;

    /** As many confirmed messages as may wait to be handled before the sender waits. */
    private static final int BACKLOG = 1_000;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What an attempt may take on a machine that has other work, beyond its timeouts. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    private static final ConnectionOptions CONNECTION = ConnectionOptions.DEFAULT.toBuilder()
            .virtualHost("/")
            .heartBeat(new HeartBeat(Duration.ofSeconds(1), Duration.ofSeconds(1)))
            .connectTimeout(TIMEOUT)
            .connectedTimeout(TIMEOUT)
            .build();

    /** What goes wrong. */
    enum Fault {
        /** Every connection is reset. */
        CUT {
            @Override
            void strike(TroubledBroker broker, FaultProxy network) {
                network.cut();
            }
        },
        /** Nothing gets through any more, and nobody says so. */
        HALF_OPEN {
            @Override
            void strike(TroubledBroker broker, FaultProxy network) {
                network.blackhole();
            }

            @Override
            void mend(TroubledBroker broker, FaultProxy network) {
                network.heal();
            }
        },
        /** The broker stands still; the system goes on accepting for it. */
        FREEZE {
            @Override
            void strike(TroubledBroker broker, FaultProxy network) {
                broker.freeze();
            }

            @Override
            void mend(TroubledBroker broker, FaultProxy network) {
                broker.thaw();
            }
        },
        /** The broker dies and is started again. */
        KILL {
            @Override
            void strike(TroubledBroker broker, FaultProxy network) {
                broker.kill();
            }

            @Override
            void mend(TroubledBroker broker, FaultProxy network) {
                broker.restart();
            }
        };

        abstract void strike(TroubledBroker broker, FaultProxy network);

        void mend(TroubledBroker broker, FaultProxy network) {}
    }

    /** When a client had a connection and when not. */
    private static final class Journal implements ClientListener {
        private final AtomicInteger failures = new AtomicInteger();
        private final List<String> broken = new CopyOnWriteArrayList<>();
        private volatile long lastLost;
        private volatile long lastConnected;
        private volatile int losses;
        private volatile boolean present;
        private volatile StompException ended;

        @Override
        public void connected(BrokerAddress broker, Connected connected) {
            lastConnected = System.nanoTime();
            present = true;
            if (losses > 0) {
                Duration took = Duration.ofNanos(lastConnected - lastLost);
                int attempts = failures.getAndSet(0);
                if (took.compareTo(PAUSE.multipliedBy(attempts)) < 0) {
                    broken.add(attempts + " attempts failed within " + took);
                }
            }
        }

        @Override
        public void attemptFailed(BrokerAddress broker, StompException cause) {
            failures.incrementAndGet();
        }

        @Override
        public void lost(BrokerAddress broker, StompException cause) {
            lastLost = System.nanoTime();
            present = false;
            losses++;
        }

        @Override
        public void ended(StompException cause) {
            ended = cause;
        }
    }

    /** Sends until it is told to stop, and notes what becomes of each message. */
    private static final class Sender implements Runnable {
        final Set<String> confirmed = ConcurrentHashMap.newKeySet();
        final Map<String, Throwable> failed = new ConcurrentHashMap<>();
        final AtomicLong sent = new AtomicLong();
        final AtomicBoolean stopped = new AtomicBoolean();
        private final AsyncStompClient client;
        private final Receiver receiver;

        Sender(AsyncStompClient client, Receiver receiver) {
            this.client = client;
            this.receiver = receiver;
        }

        @Override
        public void run() {
            while (!stopped.get()) {
                // Neither more than the window takes, nor more than can be handled.
                Await.until("room for more", PATIENCE, () -> stopped.get() || open() < 400 && backlog() < BACKLOG);
                send(Long.toString(sent.getAndIncrement()));
            }
        }

        long open() {
            return sent.get() - confirmed.size() - failed.size();
        }

        private long backlog() {
            return confirmed.size() - receiver.handled.size();
        }

        private void send(String id) {
            byte[] body = ("message " + id).getBytes(StandardCharsets.UTF_8);
            client.send(DESTINATION, body, Map.of("persistent", "true", "id", id))
                    .whenComplete((nothing, failure) -> {
                        if (failure == null) {
                            confirmed.add(id);
                        } else {
                            failed.put(id, Waiting.cause(failure));
                        }
                    });
        }
    }

    /** Handles messages a while each, and notes them. */
    private static final class Receiver implements AsyncMessageHandler {
        final Set<String> handled = ConcurrentHashMap.newKeySet();
        final Set<StompMessage> deliveries =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        final AtomicLong begun = new AtomicLong();
        final AtomicLong done = new AtomicLong();
        final AtomicLong again = new AtomicLong();

        @Override
        public CompletionStage<?> handle(StompMessage message) {
            begun.incrementAndGet();
            deliveries.add(message);
            return CompletableFuture.runAsync(
                    () -> {
                        if (!handled.add(message.header("id"))) {
                            again.incrementAndGet();
                        }
                        done.incrementAndGet();
                    },
                    CompletableFuture.delayedExecutor(
                            ThreadLocalRandom.current().nextInt(3_000), TimeUnit.MICROSECONDS));
        }
    }

    private static ClientOptions options(FaultProxy network, TroubledBroker broker, Journal journal) {
        return ClientOptions.builder("failover:(" + network.uri(broker.uri())
                        + ")?startupMaxReconnectAttempts=-1,useExponentialBackOff=false,initialReconnectDelay="
                        + PAUSE.toMillis())
                .connection(CONNECTION)
                .receiptTimeout(PATIENCE)
                .waitTimeout(PATIENCE)
                .disconnectTimeout(PATIENCE)
                .listener(journal)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void t02_losesNothing(TroubledBroker.Product product) throws Exception {
        Journal ofSender = new Journal();
        Journal ofReceiver = new Journal();
        try (TroubledBroker broker = product.start();
                FaultProxy network = FaultProxy.to(broker.uri())) {
            AsyncStompClient sending = AsyncStompClient.of(options(network, broker, ofSender));
            AsyncStompClient receiving = AsyncStompClient.of(options(network, broker, ofReceiver));
            Receiver receiver = new Receiver();
            Sender sender = new Sender(sending, receiver);
            get(receiving.connect());
            get(receiving.subscribe(DESTINATION, SubscriptionOptions.DEFAULT.concurrency(20), receiver));
            get(sending.connect());
            CompletableFuture<Void> load =
                    CompletableFuture.runAsync(sender, task -> new Thread(task, "sender").start());
            try {
                awaitProgress("the start", sender, receiver);
                for (int round = 0; round < ROUNDS; round++) {
                    for (Fault fault : Fault.values()) {
                        Duration away = strike(fault, broker, network, ofSender, ofReceiver);
                        awaitProgress(fault.name(), sender, receiver);
                        LOG.log(
                                Level.INFO,
                                "{0} {1}: back after {2} ms; confirmed {3}, failed {4}, handled again {5}",
                                product,
                                fault,
                                away.toMillis(),
                                sender.confirmed.size(),
                                sender.failed.size(),
                                receiver.again);
                    }
                }
            } finally {
                sender.stopped.set(true);
            }
            load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Await.until("every send to succeed or fail", PATIENCE.plus(PATIENCE), () -> sender.open() == 0);
            Await.value(
                    "nothing confirmed to be missing",
                    PATIENCE,
                    () -> missing(sender, receiver, broker),
                    String::isEmpty);
            Await.until("an empty queue", PATIENCE, () -> broker.messages(QUEUE) == 0);
            get(receiving.disconnect(PATIENCE));
            get(sending.disconnect(PATIENCE));
            assertThat(sender.failed.values())
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(StompConnectionException.class));
            assertThat(receiver.done).hasValue(receiver.begun.get());
            assertThat(receiver.deliveries).as("each delivery once").hasSize((int) receiver.begun.get());
            assertThat(receiver.handled).allMatch(id -> Long.parseLong(id) < sender.sent.get());
            for (Journal journal : List.of(ofSender, ofReceiver)) {
                assertThat(journal.broken).as("pauses between attempts").isEmpty();
                assertThat(journal.ended).isNull();
                assertThat(journal.losses).isGreaterThanOrEqualTo(ROUNDS * Fault.values().length);
            }
            // Nothing is left behind that was acknowledged.
            assertThat(broker.messages(QUEUE)).isZero();
        }
    }

    /** {@return which messages are not handled, with what there is to know of them; empty if all are} */
    private static String missing(Sender sender, Receiver receiver, TroubledBroker broker) {
        Set<String> missing = new TreeSet<>(sender.confirmed);
        missing.removeAll(receiver.handled);
        return missing.isEmpty()
                ? ""
                : missing.size() + " of " + sender.confirmed.size() + ", " + broker.messages(QUEUE)
                        + " in the queue, handling " + (receiver.begun.get() - receiver.done.get()) + ": " + missing;
    }

    private static void get(CompletionStage<?> stage) throws Exception {
        stage.toCompletableFuture().get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** {@return how long after the fault was over both were back} */
    private static Duration strike(Fault fault, TroubledBroker broker, FaultProxy network, Journal... journals) {
        List<Integer> before = new ArrayList<>();
        for (Journal journal : journals) {
            before.add(journal.losses);
        }
        fault.strike(broker, network);
        for (int i = 0; i < journals.length; i++) {
            Journal journal = journals[i];
            int losses = before.get(i);
            Await.until(fault + " to be noticed", PATIENCE, () -> journal.losses > losses);
        }
        fault.mend(broker, network);
        long mended = System.nanoTime();
        for (Journal journal : journals) {
            Await.until("a connection after " + fault, PATIENCE, () -> journal.present);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - mended);
        // At worst an attempt had begun that runs into both timeouts, and then comes the pause and one more.
        assertThat(took)
                .as(fault.name())
                .isLessThan(TIMEOUT.multipliedBy(2).plus(PAUSE).plus(SLACK));
        return took;
    }

    private static void awaitProgress(String after, Sender sender, Receiver receiver) {
        int confirmed = sender.confirmed.size() + PROGRESS;
        int handled = receiver.handled.size() + PROGRESS;
        Await.until("confirmed messages after " + after, PATIENCE, () -> sender.confirmed.size() >= confirmed);
        Await.until("handled messages after " + after, PATIENCE, () -> receiver.handled.size() >= handled);
    }
}
