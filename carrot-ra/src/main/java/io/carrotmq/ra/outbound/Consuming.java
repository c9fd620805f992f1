package io.carrotmq.ra.outbound;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.engine.BrokerObjects;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Fetching;
import io.carrotmq.engine.Inbox;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.TopologyDeclarer;
import io.carrotmq.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    void declare(Topology topology) {
        new TopologyDeclarer(link.consuming()).apply(topology);
    }

    OptionalLong messageCount(String queue) {
        return queues().messageCount(queue);
    }

    long purge(String queue) {
        return queues().purge(queue);
    }

    void deleteQueue(String queue) {
        queues().deleteQueue(queue);
    }

    void deleteExchange(String exchange) {
        queues().deleteExchange(exchange);
    }

    private BrokerObjects queues() {
        return new BrokerObjects(link.consuming());
    }

    Optional<Delivery<byte[]>> fetch(String queue, Acknowledgement acknowledgement) {
        return fetching().fetch(queue, acknowledgement);
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
        throw Messages.handleTaken();
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
        throw Messages.handleTaken();
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
        lastInboxes.forEach(inbox -> threads.execute(inbox::withdraw));
        if (lastFetching != null) {
            threads.execute(lastFetching::close);
        }
    }
}
