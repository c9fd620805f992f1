package io.carrotmq.cdi.internal.consume.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Messages {@code key:number}, and the method that handles them and looks at the order in which they come. */
final class KeyedMessages {
    private static final int FAILURES_PER_THOUSAND = 5;
    private static final int CHUNK = 10_000;

    private final int count;
    private final int keys;
    private final int[] keyOf;
    private final int[] numberOf;
    private final int[] nextOfKey;
    private final AtomicIntegerArray inside;
    private final BitSet failing = new BitSet();
    private final BitSet succeeded = new BitSet();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();

    KeyedMessages(int count, int keys, long seed) {
        this.count = count;
        this.keys = keys;
        this.keyOf = new int[count];
        this.numberOf = new int[count];
        this.nextOfKey = new int[keys];
        this.inside = new AtomicIntegerArray(keys);
        Random random = new Random(seed);
        int[] numbers = new int[keys];
        for (int id = 0; id < count; id++) {
            keyOf[id] = random.nextInt(keys);
            numberOf[id] = numbers[keyOf[id]]++;
            if (random.nextInt(1_000) < FAILURES_PER_THOUSAND) {
                failing.set(id);
            }
        }
    }

    static Object key(Delivery<?> delivery) {
        return key((String) delivery.body());
    }

    private static String key(String body) {
        return body.substring(body.indexOf('/') + 1);
    }

    void send(Workbench bench, String queue) {
        Properties text =
                Properties.builder().contentType("text/plain").persistent(true).build();
        try (Connection connection = bench.connections.connect()) {
            List<OutgoingMessage> chunk = new ArrayList<>();
            for (int id = 0; id < count; id++) {
                byte[] body = (id + "/" + keyOf[id]).getBytes(StandardCharsets.US_ASCII);
                chunk.add(new OutgoingMessage("", queue, true, text, body));
                if (chunk.size() == CHUNK || id == count - 1) {
                    connection.publishAll(chunk);
                    chunk.clear();
                }
            }
        }
    }

    /** The method. */
    Object handle(Delivery<String> delivery) {
        String body = delivery.body();
        int id = Integer.parseInt(body, 0, body.indexOf('/'), 10);
        int key = keyOf[id];
        if (inside.incrementAndGet(key) != 1) {
            violations.add("two of key " + key + " at once");
        }
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            calls.incrementAndGet();
            if (nextOfKey[key] == numberOf[id]) { // those of one key see each other's writes
                nextOfKey[key]++;
            } else if (nextOfKey[key] < numberOf[id]) {
                violations.add("key " + key + ": " + numberOf[id] + " came before " + nextOfKey[key]);
            }
            if (delivery.envelope().attempt() == 1 && failing.get(id)) {
                failures.incrementAndGet();
                throw new IllegalStateException("the first attempt fails");
            }
            if (ThreadLocalRandom.current().nextInt(64) == 0) {
                Thread.yield();
            }
            synchronized (succeeded) {
                succeeded.set(id);
            }
            return null;
        } finally {
            now.decrementAndGet();
            inside.decrementAndGet(key);
        }
    }

    int succeeded() {
        synchronized (succeeded) {
            return succeeded.cardinality();
        }
    }

    int count() {
        return count;
    }

    void assertAll() {
        assertThat(violations).isEmpty();
        assertThat(succeeded()).isEqualTo(count);
        assertThat(failures.get()).as("failed attempts").isGreaterThanOrEqualTo(failing.cardinality());
        assertThat(most.get()).as("handled at the same time, at most").isGreaterThan(1);
    }

    @Override
    public String toString() {
        return count + " messages over " + keys + " keys: " + calls + " calls, " + failures + " failures, " + most
                + " at once";
    }
}
