package io.carrotmq.ra.outbound;

import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.engine.Fetching;
import io.carrotmq.engine.Inbox;
import io.carrotmq.engine.Link;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is fetched and subscribed through one managed connection, on channels of the consuming connection. */
final class Consuming implements AutoCloseable {
    private final Link link;
    private final List<Inbox> inboxes = new CopyOnWriteArrayList<>();
    private Fetching fetching;

    Consuming(Link link) {
        this.link = link;
    }

    synchronized Optional<Delivery<byte[]>> fetch(String queue) {
        if (fetching == null || !fetching.isOpen()) {
            fetching = new Fetching(link.consuming());
        }
        return fetching.fetch(queue);
    }

    Subscription subscribe(String queue, SubscribeOptions options) {
        inboxes.removeIf(inbox -> !inbox.isOpen());
        Inbox inbox = new Inbox(link.consuming(), queue, options, () -> {
            // the next poll reports it
        });
        inboxes.add(inbox);
        return inbox;
    }

    /** Gives back everything that is not settled. More can be fetched and subscribed after it. */
    @Override
    public synchronized void close() {
        inboxes.forEach(Inbox::close);
        inboxes.clear();
        if (fetching != null) {
            fetching.close();
            fetching = null;
        }
    }
}
