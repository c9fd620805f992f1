package io.carrotmq.ra.outbound;

import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Fetching;
import io.carrotmq.engine.Inbox;
import io.carrotmq.engine.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is fetched and subscribed through one managed connection, on channels of the consuming connection. */
final class Consuming implements AutoCloseable {
    private final Link link;
    private final EngineThreads threads;
    private final Object lock = new Object();
    private List<Inbox> inboxes = new ArrayList<>();
    private Fetching fetching;
    private long users;

    Consuming(Link link, EngineThreads threads) {
        this.link = link;
        this.threads = threads;
    }

    Optional<Delivery<byte[]>> fetch(String queue) {
        return fetching().fetch(queue);
    }

    private Fetching fetching() {
        long user;
        synchronized (lock) {
            if (fetching != null && fetching.isOpen()) {
                return fetching;
            }
            user = users;
        }
        Fetching opened = new Fetching(link.consuming()); // not under the lock, it may wait for the network
        synchronized (lock) {
            if (user == users) {
                fetching = opened;
                return opened;
            }
        }
        threads.execute(opened::close);
        throw Messages.handleClosed();
    }

    Subscription subscribe(String queue, SubscribeOptions options) {
        long user;
        synchronized (lock) {
            user = users;
        }
        Inbox opened = new Inbox(link.consuming(), queue, options);
        synchronized (lock) {
            if (user == users) {
                inboxes.removeIf(inbox -> !inbox.isOpen());
                inboxes.add(opened);
                return opened;
            }
        }
        threads.execute(opened::close);
        throw Messages.handleClosed();
    }

    /**
     * Gives back everything that is not settled, without waiting for the broker here. More can be fetched and
     * subscribed after it, by the next user.
     */
    @Override
    public void close() {
        List<Inbox> lastInboxes;
        Fetching lastFetching;
        synchronized (lock) {
            users++;
            lastInboxes = inboxes;
            inboxes = new ArrayList<>();
            lastFetching = fetching;
            fetching = null;
        }
        lastInboxes.forEach(inbox -> threads.execute(inbox::close));
        if (lastFetching != null) {
            threads.execute(lastFetching::close);
        }
    }
}
