package io.carrotmq.transport.memory;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes which events come, and on which threads. */
class Recording implements ChannelListener {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    final List<String> events() {
        return events;
    }

    final Set<String> threads() {
        return threads;
    }

    private void note(String event) {
        events.add(event);
        threads.add(Thread.currentThread().getName());
    }

    @Override
    public void confirmed(long sequence, boolean multiple) {
        note("confirmed");
    }

    @Override
    public void refused(long sequence, boolean multiple) {
        note("refused");
    }

    @Override
    public void returned(OutgoingMessage message, int replyCode, String replyText) {
        note("returned");
    }

    @Override
    public void delivered(IncomingMessage message) {
        note("delivered");
    }

    @Override
    public void cancelled(String consumerTag) {
        note("cancelled");
    }

    @Override
    public void closed(Closure closure) {
        note("closed");
    }
}
