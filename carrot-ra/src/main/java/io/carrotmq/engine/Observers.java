package io.carrotmq.engine;

import io.carrotmq.event.BrokerEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Those who want to know what happens at one broker with one user, whatever its connections. Telling them waits for nobody,
 * so that it may be done by a connection's reader. Safe for use by any number of threads.
 */
final class Observers {
    private final String broker;
    private final EngineThreads threads;
    private final List<Observer> observers = new CopyOnWriteArrayList<>();

    /**
     * Makes those of one broker and user.
     *
     * @param broker which one, for the log
     */
    Observers(String broker, EngineThreads threads) {
        this.broker = broker;
        this.threads = threads;
    }

    /** {@return whether there are any; ask before making an event where that is not rare} */
    boolean any() {
        return !observers.isEmpty();
    }

    Observer add(Consumer<? super BrokerEvent> listener) {
        Observer added = new Observer(broker, listener, threads, observers::remove);
        observers.add(added);
        return added;
    }

    /** Tells each, in the order of these calls. */
    void tell(BrokerEvent event) {
        observers.forEach(observer -> observer.tell(event));
    }

    /** Ends them all, and waits for none. */
    void end() {
        observers.forEach(Observer::end);
    }
}
