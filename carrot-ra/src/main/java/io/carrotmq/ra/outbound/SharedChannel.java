package io.carrotmq.ra.outbound;

import io.carrotmq.engine.PublishChannel;
import io.carrotmq.transport.Closure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one channel on which all managed connections of a broker publish, so that many threads that send one by one share
 * one window of confirms. It is opened for the first, closed after the last, and opened anew after it has ended.
 */
final class SharedChannel {
    private final String name;
    private final Function<Consumer<Closure>, PublishChannel> opening;
    private final Duration bound;
    /** Held by the one that opens the channel, over the network. */
    private final ReentrantLock opener = new ReentrantLock();

    /** Guards what follows and the generations' members; never held over the network. */
    private final Object lock = new Object();

    private Generation current;

    /**
     * Makes one, not open yet.
     *
     * @param opening opens a channel that tells the consumer when it has ended unasked
     * @param bound how long to wait for another thread that opens it
     */
    SharedChannel(String name, Function<Consumer<Closure>, PublishChannel> opening, Duration bound) {
        this.name = name;
        this.opening = opening;
        this.bound = bound;
    }

    /**
     * Joins those who publish.
     *
     * @param onLost told, once, when the channel ends unasked before the membership is closed
     * @throws io.carrotmq.ConnectException if no broker can be reached
     */
    Membership join(Consumer<Closure> onLost) {
        Membership member = joinOpen(onLost);
        if (member != null) {
            return member;
        }
        takeTurnToOpen();
        try {
            member = joinOpen(onLost); // another thread has opened it meanwhile
            if (member != null) {
                return member;
            }
            Generation opened = new Generation(); // not under the lock, it waits for the network
            synchronized (lock) {
                if (opened.end != null) {
                    throw Messages.lost(opened.end);
                }
                current = opened;
                return opened.add(onLost);
            }
        } finally {
            opener.unlock();
        }
    }

    private Membership joinOpen(Consumer<Closure> onLost) {
        synchronized (lock) {
            return current != null && current.channel.isOpen() ? current.add(onLost) : null;
        }
    }

    private void takeTurnToOpen() {
        try {
            if (!opener.tryLock(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Messages.channelBusy(name, bound);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interruptedOpening(name);
        }
    }

    /** The channel from one opening to its end. */
    private final class Generation {
        private Set<Membership> members = new HashSet<>();
        private Closure end;
        private final PublishChannel channel = opening.apply(this::ended);

        /** Only with the lock. */
        Membership add(Consumer<Closure> onLost) {
            Membership member = new Membership(this, onLost);
            members.add(member);
            return member;
        }

        private void ended(Closure closure) {
            Set<Membership> last;
            synchronized (lock) {
                end = closure;
                last = members;
                members = new HashSet<>();
                current = current == this ? null : current;
            }
            last.forEach(member -> member.lost(closure));
        }

        void left(Membership member) {
            synchronized (lock) {
                if (!members.remove(member) || !members.isEmpty()) {
                    return;
                }
                current = current == this ? null : current;
            }
            channel.close();
        }
    }

    /** One managed connection's share in the channel. */
    static final class Membership implements AutoCloseable {
        private final Generation generation;
        private final Consumer<Closure> onLost;

        private Membership(Generation generation, Consumer<Closure> onLost) {
            this.generation = generation;
            this.onLost = onLost;
        }

        /** Whoever is told is foreign code, and must not keep the others from being told. */
        private void lost(Closure closure) {
            try {
                onLost.accept(closure);
            } catch (RuntimeException e) {
                Messages.LOG.log(System.Logger.Level.WARNING, Messages.listenerFailed(), e);
            }
        }

        PublishChannel channel() {
            return generation.channel;
        }

        /** Leaves. What is on its way is still confirmed. */
        @Override
        public void close() {
            generation.left(this);
        }
    }
}
