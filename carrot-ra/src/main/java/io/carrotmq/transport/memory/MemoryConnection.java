package io.carrotmq.transport.memory;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A connection to a broker in memory: what the broker has not read of it, and the thread that tells what happens. */
final class MemoryConnection implements TransportConnection {
    private static final int MAX_CHANNELS = 2047;

    /** What the broker cannot do. */
    private static final Set<Capability> ABSENT =
            EnumSet.of(Capability.STREAMS, Capability.DELAYED_RETRY, Capability.DIRECT_REPLY_TO);

    /** Something a channel asks or orders, that the broker has not read; the channel is null if it is to be opened. */
    private record Unread(MemoryChannel channel, boolean publish, Runnable task, CompletableFuture<?> answer) {}

    private final MemoryBroker broker;
    private final VirtualHost host;
    private final String userName;
    private final ConnectionListener listener;
    private final EventLoop events;
    private final BrokerInfo info;
    private final Set<MemoryChannel> channels = new LinkedHashSet<>();
    private final Deque<Unread> unread = new ArrayDeque<>();
    private volatile Closure closure;

    MemoryConnection(MemoryBroker broker, ConnectionSettings settings, EventLoop events, ConnectionListener listener) {
        this.broker = broker;
        this.host = broker.host();
        this.userName = settings.userName();
        this.events = events;
        this.listener = listener;
        this.info = new BrokerInfo(
                "Carrot memory broker",
                "",
                settings.address(),
                settings.virtualHost(),
                EnumSet.complementOf(EnumSet.copyOf(ABSENT)));
    }

    @Override
    public BrokerInfo broker() {
        return info;
    }

    @Override
    public boolean returnsFirst() {
        return true;
    }

    @Override
    public boolean limitsDeliveries() {
        return true;
    }

    EventLoop events() {
        return events;
    }

    /** Waits, bounded, until the listeners know what has happened so far. */
    void awaitEvents() {
        events.await(broker.answerBound());
    }

    @Override
    public TransportChannel openChannel(ChannelListener channelListener) {
        return ask(null, () -> {
            if (channels.size() == MAX_CHANNELS) {
                throw new TransportException(
                        new Closure(false, false, 0, "all " + MAX_CHANNELS + " channels are in use", null));
            }
            MemoryChannel channel = new MemoryChannel(this, host, channelListener);
            channels.add(channel);
            return channel;
        });
    }

    <T> T locked(Supplier<T> read) {
        host.lock().lock();
        try {
            return read.get();
        } finally {
            host.lock().unlock();
        }
    }

    /** Has the broker do something for a channel, now or when it reads again, and waits for the answer. */
    <T> T ask(MemoryChannel channel, Supplier<T> question) {
        return ask(channel, false, question, broker.answerBound());
    }

    /** As {@link #ask(MemoryChannel, Supplier)}, with another bound, and for what a blocked publisher cannot do. */
    <T> T ask(MemoryChannel channel, boolean publish, Supplier<T> question, Duration bound) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        host.lock().lock();
        try {
            requireOpen(channel);
            take(new Unread(channel, publish, () -> answer(channel, question, answer), answer));
        } finally {
            host.lock().unlock();
        }
        return await(channel, answer, bound);
    }

    private <T> void answer(MemoryChannel channel, Supplier<T> question, CompletableFuture<T> answer) {
        try {
            answer.complete(question.get());
        } catch (Refusal refusal) {
            channel.end(refusal.closure());
            answer.completeExceptionally(new TransportException(refusal.closure()));
        } catch (TransportException e) {
            answer.completeExceptionally(e);
        }
    }

    private <T> T await(MemoryChannel channel, CompletableFuture<T> answer, Duration bound) {
        try {
            return answer.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw (TransportException) e.getCause();
        } catch (TimeoutException e) {
            throw abandoned(channel, "no answer within " + bound.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandoned(channel, "the thread was interrupted while it waited for an answer", e);
        }
    }

    /** A channel whose answer never came ends for its user now, and for the broker when that reads again. */
    private TransportException abandoned(MemoryChannel channel, String why, Exception cause) {
        Closure end = new Closure(false, false, 0, why, cause);
        host.lock().lock();
        try {
            if (channel != null && channel.isOpen() && isOpen()) {
                channel.announce(end);
                take(new Unread(channel, false, () -> channel.end(end), null));
            }
        } finally {
            host.lock().unlock();
        }
        return new TransportException(end);
    }

    /** Has the broker do something for a channel, now or when it reads again. */
    void order(MemoryChannel channel, Runnable task) {
        submit(channel, false, () -> task);
    }

    /** As {@link #order}; the task is made now, so that publishes are numbered in the order of the calls. */
    void publish(MemoryChannel channel, Supplier<Runnable> task) {
        submit(channel, true, task);
    }

    private void submit(MemoryChannel channel, boolean publish, Supplier<Runnable> task) {
        host.lock().lock();
        try {
            requireOpen(channel);
            Runnable order = task.get();
            take(new Unread(channel, publish, () -> obey(channel, order), null));
        } finally {
            host.lock().unlock();
        }
    }

    private static void obey(MemoryChannel channel, Runnable order) {
        try {
            order.run();
        } catch (Refusal refusal) {
            channel.end(refusal.closure());
        }
    }

    private void requireOpen(MemoryChannel channel) {
        Closure why = channel == null ? closure : channel.closure();
        if (why != null) {
            throw new TransportException(why);
        }
    }

    /** Does it, or keeps it: once the broker has not read something, it reads nothing that came after it. */
    private void take(Unread next) {
        unread.add(next);
        read();
    }

    /** Does what the broker reads now. */
    void read() {
        while (!unread.isEmpty() && broker.reads(unread.peek().publish)) {
            Unread next = unread.poll();
            if (next.channel == null || !next.channel.hasEnded()) {
                next.task.run();
                host.deadLetters().send();
            } else if (next.answer != null) {
                next.answer.completeExceptionally(new TransportException(next.channel.closure()));
            }
        }
    }

    /** RabbitMQ lets nobody publish in somebody else's name. */
    void requireUser(String claimed) {
        if (claimed != null && !claimed.equals(userName)) {
            throw Refusal.precondition(
                    "user_id property set to '" + claimed + "' but authenticated user was '" + userName + "'");
        }
    }

    void forget(MemoryChannel channel) {
        channels.remove(channel);
    }

    /** Closes a channel as its user wants. */
    void close(MemoryChannel channel) {
        host.lock().lock();
        try {
            if (channel.isOpen()) {
                Closure why = new Closure(true, false, 200, "closed by the application", null);
                channel.announce(why);
                take(new Unread(channel, false, () -> channel.end(why), null));
            }
        } finally {
            host.lock().unlock();
        }
        awaitEvents();
    }

    void blocked(String reason) {
        events.post(() -> listener.blocked(reason));
    }

    void unblocked() {
        events.post(listener::unblocked);
    }

    @Override
    public boolean isOpen() {
        return closure == null;
    }

    @Override
    public void kill() {
        lost("connection lost: killed");
    }

    /** Ends it as a lost socket does. */
    void lost(String why) {
        end(new Closure(false, true, 0, why, null));
    }

    @Override
    public void close(Duration bound) {
        end(new Closure(true, true, 200, "closed by the application", null));
        events.await(bound);
    }

    private void end(Closure why) {
        host.lock().lock();
        try {
            if (closure != null) {
                return;
            }
            closure = why;
            for (Unread never : unread) {
                if (never.answer != null) {
                    never.answer.completeExceptionally(new TransportException(why));
                }
            }
            unread.clear();
            List.copyOf(channels).forEach(channel -> channel.end(why));
            host.ended(this);
            host.deadLetters().send();
            broker.forget(this);
            events.post(() -> listener.closed(why));
            events.end();
        } finally {
            host.lock().unlock();
        }
    }
}
