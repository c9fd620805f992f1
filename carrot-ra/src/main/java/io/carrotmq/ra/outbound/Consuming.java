package io.carrotmq.ra.outbound;

import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.engine.BrokerObjects;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Fetching;
import io.carrotmq.engine.Inbox;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.OpenChannel;
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
    private OpenChannel anchor;
    private long users;

    Consuming(Link link, EngineThreads threads) {
        this.link = link;
        this.threads = threads;
    }

    /** Queues are declared on the connection that consumes, because exclusive ones belong to it. */
    void declare(Topology topology) {
        boolean queues = !topology.queues().isEmpty();
        if (queues) {
            holdFor(topology);
        }
        new TopologyDeclarer(queues ? link.consuming() : link.publishing()).apply(topology);
    }

    /** Keeps the connection from being closed, and with it an exclusive queue from being deleted. */
    private void holdFor(Topology topology) {
        if (topology.mode() != Topology.Mode.DECLARE
                || topology.queues().stream().noneMatch(queue -> queue.exclusive())) {
            return;
        }
        long user;
        synchronized (lock) {
            if (anchor != null && anchor.isOpen()) {
                return;
            }
            user = users;
        }
        OpenChannel opened = link.consuming().openChannel(closure -> {
            // whatever needs the connection reports it
        });
        OpenChannel superfluous;
        synchronized (lock) {
            superfluous = user == users ? anchor : opened;
            anchor = user == users ? opened : anchor;
        }
        if (superfluous != null) {
            threads.execute(superfluous::close);
        }
        if (superfluous == opened) {
            throw Messages.handleTaken();
        }
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
        return new BrokerObjects(link);
    }

    Optional<Delivery<byte[]>> fetch(String queue, SubscribeOptions options) {
        return fetching().fetch(queue, options);
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
        Inbox opened = open(queue, options);
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

    /** What was declared earlier may have been deleted since, which shows here; so it is declared once more. */
    private Inbox open(String queue, SubscribeOptions options) {
        Topology topology = options.topology();
        boolean earlier = link.consuming().hasSeenTo(topology);
        try {
            return declareAndOpen(queue, options);
        } catch (ConsumeException e) {
            if (!earlier || !topology.declaresQueue(queue)) {
                throw e;
            }
            link.forget(queue);
            return declareAndOpen(queue, options);
        }
    }

    private Inbox declareAndOpen(String queue, SubscribeOptions options) {
        holdFor(options.topology());
        String name = new TopologyDeclarer(link.consuming()).apply(options.topology(), queue);
        return new Inbox(link.consuming(), name, options);
    }

    /**
     * Gives back everything that is not settled, without waiting for the broker here. More can be fetched and
     * subscribed after it, by the next user.
     */
    @Override
    public void close() {
        List<Inbox> lastInboxes;
        Fetching lastFetching;
        OpenChannel lastAnchor;
        synchronized (lock) {
            users++;
            lastInboxes = inboxes;
            inboxes = new ArrayList<>();
            lastFetching = fetching;
            fetching = null;
            lastAnchor = anchor;
            anchor = null;
        }
        lastInboxes.forEach(inbox -> threads.execute(inbox::withdraw));
        if (lastFetching != null) {
            threads.execute(lastFetching::close);
        }
        if (lastAnchor != null) {
            threads.execute(lastAnchor::close);
        }
    }
}
