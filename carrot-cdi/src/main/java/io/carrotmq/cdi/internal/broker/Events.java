package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Broker;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.CarrotEvent;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Fires what happens at the brokers of one application as CDI events, for the observers that it has. What nobody observes costs
 * nothing: no broker is observed for it.
 */
final class Events {
    private final List<Observer> observers = new CopyOnWriteArrayList<>();
    private final List<ConfigurationException> problems = new CopyOnWriteArrayList<>();
    private final Map<String, BrokerEvents> lanes = new ConcurrentHashMap<>();
    private BeanManager beans;
    private ContainerThreads threads;
    private boolean ended;

    /** What an observer method observes: events of a type, and of certain brokers, or of all if it names none. */
    private record Observer(Class<?> type, Set<String> brokers) {
        boolean sees(CarrotEvent event, String broker) {
            return type.isInstance(event) && isOf(broker);
        }

        boolean isOf(String broker) {
            return brokers.isEmpty() || brokers.equals(Set.of(broker));
        }

        boolean seesBrokers() {
            return BrokerEvent.class.isAssignableFrom(type) || type == CarrotEvent.class;
        }
    }

    /**
     * Notes an observer method, if it observes events of Carrot's.
     *
     * @param point its name in messages
     * @return the brokers it names
     */
    Collection<String> note(ObserverMethod<?> method, String point) {
        Type observed = method.getObservedType();
        if (!(observed instanceof Class<?> type) || !CarrotEvent.class.isAssignableFrom(type)) {
            return Set.of();
        }
        if (method.isAsync()) {
            problems.add(Messages.asynchronousObserver(point));
        }
        Set<String> brokers = new TreeSet<>();
        method.getObservedQualifiers().stream()
                .filter(Broker.class::isInstance)
                .map(Broker.class::cast)
                .forEach(broker -> brokers.add(broker.value()));
        observers.add(new Observer(type, brokers));
        return brokers;
    }

    List<ConfigurationException> problems() {
        return List.copyOf(problems);
    }

    /** Whether the application has an observer for what happens at a broker. */
    boolean areObserved(String broker) {
        return observers.stream().anyMatch(observer -> observer.seesBrokers() && observer.isOf(broker));
    }

    /** From now on events can be fired; the calling thread is the container's, which gives the threads for it. */
    synchronized void start(BeanManager manager) {
        if (!observers.isEmpty()) {
            threads = ContainerThreads.of("events");
            beans = manager;
        }
    }

    /** Observes a broker, if there is anybody to tell, and it is not being observed. Asked with each message, so it may cost nothing. */
    void observe(String broker, ConnectionFactory factory) {
        if (observers.isEmpty()) {
            return;
        }
        BrokerEvents known = lanes.get(broker);
        if (known != null && known.isObserving()) {
            return;
        }
        BrokerEvents lane = areObserved(broker) ? lane(broker) : null;
        if (lane != null) {
            lane.observe(factory);
        }
    }

    /** Fires an event on a thread for it, after those of the same broker that were fired before. */
    void fire(CarrotEvent event, String broker) {
        boolean observed = observers.stream().anyMatch(observer -> observer.sees(event, broker));
        BrokerEvents lane = observed ? lane(broker) : null;
        if (lane != null) {
            lane.fire(event);
        }
    }

    /** Null before the application has started and after it has ended. */
    private synchronized BrokerEvents lane(String broker) {
        return beans == null || ended
                ? null
                : lanes.computeIfAbsent(broker, name -> new BrokerEvents(name, beans, threads));
    }

    /** Ends observing; waits, within a bound, for observers that are being called. Does nothing the second time. */
    void end() {
        List<BrokerEvents> running;
        synchronized (this) {
            ended = true;
            running = new ArrayList<>(lanes.values());
            lanes.clear();
        }
        running.forEach(BrokerEvents::end);
    }
}
