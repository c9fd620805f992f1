package io.carrotmq.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What is measured: each by messages per second and what they cost. */
enum Case {
    ONE_BY_ONE("confirmed, one by one") {
        @Override
        Measurement measure(Client client, byte[] body, Bounds bounds) throws Exception {
            Budget budget = bounds.start(body.length);
            try (Client.Sender sender = client.sender()) {
                while (budget.take()) {
                    sender.send(body);
                }
            }
            return budget.measured();
        }
    },
    THREADS("confirmed, one by one, " + Case.THREAD_COUNT + " threads") {
        @Override
        Measurement measure(Client client, byte[] body, Bounds bounds) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREAD_COUNT);
            List<Client.Sender> senders = new ArrayList<>();
            try {
                for (int i = 0; i < THREAD_COUNT; i++) {
                    senders.add(client.sender());
                }
                Budget budget = bounds.start(body.length);
                List<Future<?>> running = new ArrayList<>();
                for (Client.Sender sender : senders) {
                    running.add(threads.submit(() -> {
                        while (budget.take()) {
                            sender.send(body);
                        }
                        return null;
                    }));
                }
                for (Future<?> each : running) {
                    each.get(60, TimeUnit.SECONDS);
                }
                return budget.measured();
            } finally {
                threads.shutdownNow();
                for (Client.Sender sender : senders) {
                    sender.close();
                }
            }
        }
    },
    WINDOW("confirmed, a window of " + Case.WINDOW_SIZE) {
        @Override
        Measurement measure(Client client, byte[] body, Bounds bounds) throws Exception {
            Budget budget = bounds.start(body.length);
            client.pipeline(body, WINDOW_SIZE, budget::take);
            return budget.measured();
        }
    },
    BATCH("confirmed, batches of " + Case.BATCH_SIZE) {
        @Override
        Measurement measure(Client client, byte[] body, Bounds bounds) throws Exception {
            List<byte[]> batch = Collections.nCopies(bounds.batch(BATCH_SIZE), body);
            Budget budget = bounds.start(body.length);
            while (budget.take(batch.size())) {
                client.sendAll(batch);
            }
            return budget.measured();
        }
    },
    CONSUME("consumed, prefetch " + Case.PREFETCH) {
        @Override
        Measurement measure(Client client, byte[] body, Bounds bounds) throws Exception {
            int count = bounds.preloaded(body.length);
            long cpu = Measurement.cpuNanos();
            long nanos = client.consume(PREFETCH, count);
            return Measurement.of(count, nanos, Measurement.cpuNanos() - cpu);
        }
    };

    static final int THREAD_COUNT = 64;
    static final int WINDOW_SIZE = 1000;
    static final int BATCH_SIZE = 1000;
    static final int PREFETCH = 250;

    private final String title;

    Case(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** {@return the name in the options} */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract Measurement measure(Client client, byte[] body, Bounds bounds) throws Exception;
}
