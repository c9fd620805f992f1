package io.carrotmq;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Hands messages to subscribers, each with an intake and a thread of its own. Safe for use by any number of threads. */
final class DeliveryFlow<T> implements Flow.Publisher<Delivery<T>>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    /** What one subscriber takes messages through. */
    record Source<T>(Intake intake, Taker<T> taker) {}

    private final String queue;
    private final Supplier<Source<T>> sources;
    private final Set<Delivering> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DeliveryFlow(String queue, Supplier<Source<T>> sources) {
        this.queue = queue;
        this.sources = sources;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Delivery<T>> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Delivering delivering = new Delivering(subscriber, sources.get());
        running.add(delivering);
        if (closed) {
            delivering.complete();
        }
        try {
            subscriber.onSubscribe(delivering);
        } catch (RuntimeException e) { // against the rules, and it cannot be told so by its own methods
            running.remove(delivering);
            throw e;
        }
        Thread thread = new Thread(null, delivering, "carrot-flow-" + queue, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes all subscribers. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Delivering::complete);
    }

    /** One subscriber, its demand, and its thread. */
    private final class Delivering implements Flow.Subscription, Runnable {
        private final Flow.Subscriber<? super Delivery<T>> subscriber;
        private final Source<T> source;
        private final Object lock = new Object();
        private long demand;
        private boolean cancelled;
        private boolean complete;
        private IllegalArgumentException violation;

        Delivering(Flow.Subscriber<? super Delivery<T>> subscriber, Source<T> source) {
            this.subscriber = subscriber;
            this.source = source;
        }

        @Override
        public void request(long count) {
            synchronized (lock) {
                if (count > 0) {
                    demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
                } else if (violation == null) {
                    violation = new IllegalArgumentException(
                            "request(" + count + ") breaks the rules of flow subscriptions (3.9); ask for 1 or more");
                }
                lock.notifyAll();
            }
            if (count <= 0) {
                source.intake().feed().cancel();
            }
        }

        @Override
        public void cancel() {
            synchronized (lock) {
                cancelled = true;
                lock.notifyAll();
            }
            source.intake().feed().cancel();
        }

        void complete() {
            synchronized (lock) {
                complete = true;
                lock.notifyAll();
            }
            source.intake().feed().cancel();
        }

        @Override
        public void run() {
            Throwable failure = null;
            try {
                while (awaitDemand()) {
                    deliver();
                }
            } catch (InterruptedException e) { // nobody but a subscriber can have done this, on its own thread
                LOG.log(System.Logger.Level.DEBUG, "interrupted, and so done", e);
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                running.remove(this);
                source.intake().close();
            }
            end(failure);
        }

        private boolean awaitDemand() throws InterruptedException {
            synchronized (lock) {
                while (demand == 0 && !over()) {
                    lock.wait();
                }
                return !over();
            }
        }

        private boolean over() {
            return cancelled || complete || violation != null;
        }

        private void deliver() throws InterruptedException {
            Optional<Delivery<T>> next = source.taker().await();
            if (next.isEmpty()) {
                return;
            }
            synchronized (lock) {
                if (over() && next.get().state() == Delivery.State.RECEIVED) {
                    return; // it goes back when the intake is closed, and what is acknowledged already could not
                }
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            }
            try {
                subscriber.onNext(next.get());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, Messages.subscriberFailed(queue, e), e);
                Handlers.fail(next.get(), e);
                cancel();
            } catch (Error e) {
                Handlers.fail(next.get(), e);
                throw e;
            }
        }

        private void end(Throwable failure) {
            Throwable error;
            synchronized (lock) {
                if (cancelled) {
                    return;
                }
                cancelled = true;
                error = violation == null ? failure : violation;
            }
            if (error == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(error);
            }
        }
    }
}
