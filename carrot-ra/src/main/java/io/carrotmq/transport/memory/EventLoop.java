package io.carrotmq.transport.memory;

import io.carrotmq.transport.ChannelListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Tells a connection's listeners what happens, in order, on one thread that lives as long as the connection. */
final class EventLoop {
    private final String name;
    private final Deque<Runnable> events = new ArrayDeque<>();
    private final Thread thread;
    private boolean ending;
    private boolean over;

    /** Confirms of one channel, as far as nobody was told. */
    private static final class Confirmation implements Runnable {
        private final Object channel;
        private final ChannelListener listener;
        private long sequence;
        private boolean multiple;

        Confirmation(Object channel, ChannelListener listener, long sequence) {
            this.channel = channel;
            this.listener = listener;
            this.sequence = sequence;
        }

        @Override
        public void run() {
            listener.confirmed(sequence, multiple);
        }
    }

    EventLoop(String name, ThreadFactory threads) {
        this.name = name;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    synchronized void post(Runnable event) {
        if (!ending) {
            events.add(event);
            notifyAll();
        }
    }

    /** Posts a confirm, in one with those before it that nobody was told of yet. */
    synchronized void confirm(Object channel, ChannelListener listener, long sequence) {
        if (events.peekLast() instanceof Confirmation last && last.channel == channel) {
            last.sequence = sequence;
            last.multiple = true;
        } else {
            post(new Confirmation(channel, listener, sequence));
        }
    }

    /** Ends the thread after what was posted. */
    synchronized void end() {
        ending = true;
        notifyAll();
    }

    /** Waits until everything posted so far was told, unless this is the thread that tells. */
    void await(Duration bound) {
        if (Thread.currentThread() == thread) {
            return;
        }
        CountDownLatch told = new CountDownLatch(1);
        synchronized (this) {
            if (over) {
                return;
            }
            events.add(told::countDown);
            notifyAll();
        }
        awaitUninterruptibly(told, bound.toNanos());
    }

    /** Who goes on before all is told would take what is still to come for what does not concern it any more. */
    private static void awaitUninterruptibly(CountDownLatch told, long nanos) {
        boolean interrupted = false;
        long end = System.nanoTime() + nanos;
        try {
            while (true) {
                try {
                    boolean all = told.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    assert all || System.nanoTime() - end >= 0;
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized Runnable next() throws InterruptedException {
        while (events.isEmpty() && !ending) {
            wait();
        }
        over = events.isEmpty();
        return events.poll();
    }

    private void run() {
        try {
            for (Runnable event = next(); event != null; event = next()) {
                tell(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has a reason to
        }
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            Messages.LOG.log(System.Logger.Level.ERROR, Messages.listenerFailed(name), e);
        }
    }
}
