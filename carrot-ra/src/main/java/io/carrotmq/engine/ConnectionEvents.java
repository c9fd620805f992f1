package io.carrotmq.engine;

import io.carrotmq.event.BrokerEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts what happens to one physical connection in order for its observers: that it is open comes first, though its reader may
 * be faster than whoever has opened it, and not before the one it replaces has ended.
 */
final class ConnectionEvents {
    private final Observers observers;

    /** What has happened before it was told to be open; null since then. */
    private List<BrokerEvent> early = new ArrayList<>();

    private boolean ended;
    private Runnable onceEnded;

    ConnectionEvents(Observers observers) {
        this.observers = observers;
    }

    /** It is open: tells that, and what has happened since. */
    synchronized void opened(BrokerEvent opening) {
        observers.tell(opening);
        early.forEach(observers::tell);
        early = null;
    }

    /** What comes when as much waits as an observer keeps is told at once: that it is bounded is more than its order. */
    synchronized void happened(BrokerEvent event) {
        if (early == null || early.size() >= Observer.CAPACITY) {
            observers.tell(event);
        } else {
            early.add(event);
        }
    }

    /** Nothing more happens to it. */
    void ended() {
        Runnable next;
        synchronized (this) {
            ended = true;
            next = onceEnded;
            onceEnded = null;
        }
        if (next != null) {
            next.run();
        }
    }

    /** Runs a task once it has ended, which is at once if it has. */
    void onceEnded(Runnable task) {
        synchronized (this) {
            if (!ended) {
                onceEnded = task;
                return;
            }
        }
        task.run();
    }
}
