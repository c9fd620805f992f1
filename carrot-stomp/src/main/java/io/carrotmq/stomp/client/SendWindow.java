package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the sends that have no receipt yet. Who finds no place, or no connection, waits in a line, and gets a place in the
 * order of coming. Safe for use by any number of threads; never blocks.
 */
final class SendWindow {
    private final int size;
    private final Duration bound;
    private final Deadlines deadlines;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<CompletableFuture<Link>> line = new LinkedHashSet<>();
    private int taken;
    private Link link;
    private boolean open;
    private StompException reason;
    /** Somebody gives places to those in the line; who comes now must not overtake them. */
    private boolean granting;

    private CompletableFuture<Void> quiet = CompletableFuture.completedFuture(null);

    SendWindow(int size, Duration bound, Deadlines deadlines) {
        this.size = size;
        this.bound = bound;
        this.deadlines = deadlines;
    }

    /** Lets sends wait for a connection. */
    void open() {
        lock.lock();
        try {
            open = true;
            reason = null;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses whoever comes; those who have a place, or wait for one, keep it. */
    void shut() {
        lock.lock();
        try {
            open = false;
        } finally {
            lock.unlock();
        }
    }

    /** A connection is there; null if it is lost. Nobody gets a place by it before {@link #grant} is called, or a place left. */
    void link(Link present) {
        lock.lock();
        try {
            link = present;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a place.
     *
     * @param what what shall be sent, for the exception
     * @param limited whether the line has an end: if the caller does not wait for what comes of it
     * @return completes with the connection to send by, and then {@link #leave} must follow; or exceptionally
     */
    CompletableFuture<Link> enter(String what, boolean limited) {
        CompletableFuture<Link> place = new CompletableFuture<>();
        lock.lock();
        try {
            if (!open) {
                return CompletableFuture.failedFuture(ClientMessages.notConnected(reason));
            }
            if (line.isEmpty() && !granting && isFree()) {
                take();
                return CompletableFuture.completedFuture(link);
            }
            if (limited && line.size() >= size) {
                return CompletableFuture.failedFuture(ClientMessages.noPlace(
                        what, Duration.ZERO, "no place to wait for a receipt; sendWindow is " + size));
            }
            line.add(place);
        } finally {
            lock.unlock();
        }
        deadlines.bound(place, bound, () -> ClientMessages.noPlace(what, bound, why()));
        place.whenComplete((granted, failure) -> {
            if (failure != null) {
                forget(place);
            }
        });
        return place;
    }

    private String why() {
        lock.lock();
        try {
            return link == null || !link.isOpen() ? "no connection" : "no free place; sendWindow is " + size;
        } finally {
            lock.unlock();
        }
    }

    private void forget(CompletableFuture<Link> place) {
        CompletableFuture<Void> rest;
        lock.lock();
        try {
            line.remove(place);
            rest = restIfQuiet();
        } finally {
            lock.unlock();
        }
        rest.complete(null);
    }

    /** Gives a place back. */
    void leave() {
        CompletableFuture<Void> rest;
        lock.lock();
        try {
            taken--;
            rest = restIfQuiet();
        } finally {
            lock.unlock();
        }
        rest.complete(null);
        grant();
    }

    private CompletableFuture<Void> restIfQuiet() {
        return taken == 0 && line.isEmpty() ? quiet : new CompletableFuture<>();
    }

    private boolean isFree() {
        return link != null && link.isOpen() && taken < size;
    }

    private void take() {
        taken++;
        if (quiet.isDone()) {
            quiet = new CompletableFuture<>();
        }
    }

    /** Gives places to those who wait, if there are any. */
    void grant() {
        for (; ; ) {
            CompletableFuture<Link> place;
            Link granted;
            lock.lock();
            try {
                if (granting || !isFree() || line.isEmpty()) {
                    return;
                }
                granting = true;
                place = line.iterator().next();
                line.remove(place);
                take();
                granted = link;
            } finally {
                lock.unlock();
            }
            boolean wanted = place.complete(granted);
            CompletableFuture<Void> rest;
            lock.lock();
            try {
                granting = false;
                if (!wanted) {
                    taken--;
                }
                rest = restIfQuiet();
            } finally {
                lock.unlock();
            }
            rest.complete(null);
        }
    }

    /** {@return completes when no send is without a receipt, and none is waiting} */
    CompletableFuture<Void> quiet() {
        lock.lock();
        try {
            if (taken > 0 || !line.isEmpty()) {
                if (quiet.isDone()) {
                    quiet = new CompletableFuture<>();
                }
                return quiet;
            }
            return CompletableFuture.completedFuture(null);
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many sends have no receipt, or wait for a place} */
    int pending() {
        lock.lock();
        try {
            return taken + line.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fails those who wait, and whoever comes.
     *
     * @param cause why; null if that was asked for
     */
    void close(StompException cause) {
        Set<CompletableFuture<Link>> waiting;
        CompletableFuture<Void> rest;
        lock.lock();
        try {
            open = false;
            reason = reason == null ? cause : reason;
            link = null;
            waiting = new LinkedHashSet<>(line);
            line.clear();
            rest = restIfQuiet();
        } finally {
            lock.unlock();
        }
        waiting.forEach(place -> place.completeExceptionally(ClientMessages.notConnected(cause)));
        rest.complete(null);
    }
}
