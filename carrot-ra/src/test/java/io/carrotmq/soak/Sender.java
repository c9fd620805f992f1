package io.carrotmq.soak;

import io.carrotmq.CarrotException;
import io.carrotmq.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends in every way there is a receipt for, at a bounded rate, until it is told to stop. */
final class Sender implements Runnable {
    private static final int IN_FLIGHT = 100;
    private static final int BATCH = 10;
    private static final int PER_SECOND = 400;

    private final String name;
    private final List<Publisher<String>> publishers;
    private final Ledger ledger;
    private final CountDownLatch stop;
    private final Random random;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final long start = System.nanoTime();
    private long count;

    Sender(String name, List<Publisher<String>> publishers, Ledger ledger, CountDownLatch stop, Random random) {
        this.name = name;
        this.publishers = publishers;
        this.ledger = ledger;
        this.stop = stop;
        this.random = random;
    }

    @Override
    public void run() {
        try {
            while (!stop.await(ahead(), TimeUnit.MILLISECONDS)) {
                Publisher<String> publisher = publishers.get(random.nextInt(publishers.size()));
                switch (random.nextInt(20)) {
                    case 0 -> batch(publisher);
                    case 1, 2, 3, 4 -> one(publisher);
                    default -> async(publisher);
                }
            }
            if (!room.tryAcquire(IN_FLIGHT, 60, TimeUnit.SECONDS)) {
                ledger.odd(name + " has sends that do not end: " + (IN_FLIGHT - room.availablePermits()));
            }
        } catch (InterruptedException | RuntimeException e) {
            ledger.odd(name + " ended with " + e);
        }
    }

    /** {@return how many milliseconds this is ahead of its rate} */
    private long ahead() {
        long due = count * 1_000 / PER_SECOND;
        return Math.max(0, due - (System.nanoTime() - start) / 1_000_000);
    }

    private String next() {
        return ledger.begin(name + "-" + count++);
    }

    private void one(Publisher<String> publisher) {
        String id = next();
        try {
            publisher.send(id);
            ledger.end(id, Ledger.End.CONFIRMED);
        } catch (CarrotException e) {
            ledger.end(id, e);
        }
    }

    private void batch(Publisher<String> publisher) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            ids.add(next());
        }
        try {
            publisher.sendAll(ids);
            ids.forEach(id -> ledger.end(id, Ledger.End.CONFIRMED));
        } catch (io.carrotmq.ConnectException e) {
            ids.forEach(id -> ledger.end(id, e));
        } catch (CarrotException e) { // it tells of the first that failed, and says nothing of those that did not
            ids.forEach(id -> ledger.end(id, Ledger.End.UNKNOWN));
        }
    }

    private void async(Publisher<String> publisher) throws InterruptedException {
        if (!room.tryAcquire(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no send has ended for a minute");
        }
        String id = next();
        try {
            publisher.sendAsync(id).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    ledger.end(id, Ledger.End.CONFIRMED);
                } else {
                    ledger.end(id, failure instanceof CompletionException ? failure.getCause() : failure);
                }
                room.release();
            });
        } catch (CarrotException e) {
            ledger.end(id, e);
            room.release();
        }
    }
}
