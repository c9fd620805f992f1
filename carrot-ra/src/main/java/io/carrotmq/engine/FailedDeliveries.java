package io.carrotmq.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The messages of one channel that have failed and that it still holds. Each is in one {@linkplain FailedDelivery.Stage
 * stage} at a time. What leaves it without having been settled is remembered, because the broker delivers it again.
 *
 * <p>Safe for use by any number of threads. Nobody waits for the network with the lock, because the connection's reader
 * takes it.
 */
final class FailedDeliveries {
    private final RememberedFailures remembered;
    private final Object lock = new Object();
    private final Set<FailedDelivery> all = new HashSet<>();
    private final PriorityQueue<FailedDelivery> waiting =
            new PriorityQueue<>(Comparator.comparingLong((FailedDelivery failed) -> failed.due));
    private int moving;
    private boolean ended;
    private volatile boolean waits;

    FailedDeliveries(RememberedFailures remembered) {
        this.remembered = remembered;
    }

    /** {@return false if the channel has ended, so that it comes again, which is remembered} */
    boolean keep(FailedDelivery failed) {
        synchronized (lock) {
            if (!ended) {
                all.add(failed);
            } else if (failed.remembered == null) {
                remember(failed);
            } else {
                remembered.replace(failed.fingerprint, failed.remembered, failed.entry());
            }
            return !ended;
        }
    }

    private void remember(FailedDelivery failed) {
        failed.remembered = failed.entry();
        remembered.add(failed.fingerprint, failed.remembered);
    }

    /** It is settled, or about to be. {@return false if the channel has ended before} */
    boolean remove(FailedDelivery failed) {
        synchronized (lock) {
            return all.remove(failed);
        }
    }

    /** Removes those picked, which the caller gives back: before, because the broker may deliver them at once. */
    List<FailedDelivery> takeBack(Predicate<FailedDelivery> picked) {
        List<FailedDelivery> back = new ArrayList<>();
        synchronized (lock) {
            all.stream().filter(picked).forEach(back::add);
            all.removeAll(back);
            waiting.removeAll(back);
            waits = !waiting.isEmpty();
            back.forEach(this::remember);
        }
        return back;
    }

    // Waiting

    /** Lets one wait with its consumer. {@return false if the channel has ended} */
    boolean await(FailedDelivery failed, long due) {
        synchronized (lock) {
            if (!all.contains(failed)) {
                return false;
            }
            failed.stage = FailedDelivery.Stage.WAITING;
            failed.due = due;
            waiting.add(failed);
            waits = true;
            return true;
        }
    }

    /** {@return whether one waits; costs next to nothing} */
    boolean anyWaits() {
        return waits;
    }

    /** {@return one whose delay is over, which is with the application now, or null} */
    FailedDelivery due(long now) {
        synchronized (lock) {
            FailedDelivery next = waiting.peek();
            if (next == null || next.due - now > 0) {
                return null;
            }
            waiting.poll();
            waits = !waiting.isEmpty();
            next.stage = FailedDelivery.Stage.HANDED_OUT;
            return next;
        }
    }

    /** {@return how many nanoseconds are left until the next is due, and no more than that many} */
    long untilDue(long now, long most) {
        synchronized (lock) {
            FailedDelivery next = waiting.peek();
            return next == null ? most : Math.max(0, Math.min(most, next.due - now));
        }
    }

    // On the way elsewhere

    /** Begins to move one. {@return false if the channel has ended} */
    boolean begin(FailedDelivery failed) {
        synchronized (lock) {
            if (!all.contains(failed)) {
                return false;
            }
            failed.stage = FailedDelivery.Stage.MOVING;
            moving++;
            return true;
        }
    }

    /**
     * Begins to move one that the broker has forgotten, as soon as fewer than so many are on their way.
     *
     * @return false if that takes too long
     */
    boolean begin(int most, long nanos) {
        boolean interrupted = false;
        long end = System.nanoTime() + nanos;
        synchronized (lock) {
            for (long left = nanos; moving >= most && left > 0 && !interrupted; left = end - System.nanoTime()) {
                try {
                    lock.wait(left / 1_000_000 + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            boolean begun = moving < most;
            moving += begun ? 1 : 0;
            return begun;
        }
    }

    /** {@return whether it is held still} */
    boolean holds(FailedDelivery failed) {
        synchronized (lock) {
            return all.contains(failed);
        }
    }

    /** One has moved or could not be, and all that follows from it is done. */
    void end() {
        synchronized (lock) {
            moving--;
            lock.notifyAll();
        }
    }

    /** One could not be moved and stays. {@return how often that has happened to it before} */
    int strand(FailedDelivery failed) {
        synchronized (lock) {
            failed.stage = FailedDelivery.Stage.STRANDED;
            return failed.strandings++;
        }
    }

    void awaitMoves(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        synchronized (lock) {
            for (long left = nanos; moving > 0 && !ended && left > 0; left = end - System.nanoTime()) {
                lock.wait(left / 1_000_000 + 1);
            }
        }
    }

    /** The channel has ended, and the broker has all back. Called by the connection's reader. */
    void ended() {
        synchronized (lock) {
            ended = true;
            all.forEach(this::remember);
            all.clear();
            waiting.clear();
            waits = false;
            lock.notifyAll();
        }
    }
}
