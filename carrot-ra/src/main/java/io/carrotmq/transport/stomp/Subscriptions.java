package io.carrotmq.transport.stomp;

import io.carrotmq.Acknowledgement;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.SubscriptionToken;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The subscriptions of a channel, and what they brought that is not settled. */
final class Subscriptions {
    /**
     * How long to wait for a single message where the broker does not tell that there is none. One that has a message sends it
     * at once, unless its machine is busy.
     */
    private static final Duration EMPTY_AFTER = Duration.ofMillis(500);

    /** How long to wait for one before the broker is asked whether there is any. */
    private static final Duration AT_ONCE = Duration.ofMillis(5);

    private static final int PRECONDITION_FAILED = 406;

    private final ChannelLink link;
    private final Dialect dialect;
    private final ChannelListener listener;
    private final Map<String, Subscription> byId = new ConcurrentHashMap<>();
    private final Map<String, Sources> byConsumer = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Unsettled> unsettled = new ConcurrentSkipListMap<>();
    private final AtomicLong tags = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final ReentrantLock getting = new ReentrantLock();
    private boolean followsForGetting; // guarded by it
    private final Wire wire;

    Subscriptions(ChannelLink link, Dialect dialect, ChannelListener listener, Wire wire) {
        this.link = link;
        this.dialect = dialect;
        this.listener = listener;
        this.wire = wire;
    }

    // Consumers

    void consume(String queue, String consumerTag, SubscribeOptions options) {
        AckMode mode = options.acknowledgement() == Acknowledgement.NONE ? AckMode.AUTO : AckMode.CLIENT_INDIVIDUAL;
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.subscription(options, headers);
        Sources sources = new Sources(consumerTag, mode, headers);
        byConsumer.put(consumerTag, sources);
        dialect.consumed(queue, wire);
        Dialect.News news = dialect.news(queue);
        if (news != null) { // first, so that there is none between
            sources.subscriptions.add(follow(
                    news,
                    sources.nextId(),
                    source -> link.later(() -> {
                        try {
                            sources.add(source);
                        } catch (TransportException e) {
                            Messages.LOG.log(System.Logger.Level.DEBUG, "the channel has ended meanwhile", e);
                        }
                    })));
        }
        dialect.sources(queue, wire).forEach(sources::add);
    }

    /** Has each source the news tell of handed on, on the reader's thread. */
    private Subscription follow(Dialect.News news, String id, Consumer<String> heard) {
        Subscription ears = new Subscription(id, news.destination(), AckMode.AUTO, null) {
            @Override
            void arrived(StompFrame message) {
                heard.accept(dialect.newSource(message));
            }
        };
        subscribe(ears, news.headers());
        return ears;
    }

    /** What a consumer is subscribed to, which may become more. */
    private final class Sources {
        private final String consumerTag;
        private final AckMode mode;
        private final Map<String, String> headers;
        private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
        private final ReentrantLock adding = new ReentrantLock();
        private boolean left;

        Sources(String consumerTag, AckMode mode, Map<String, String> headers) {
            this.consumerTag = consumerTag;
            this.mode = mode;
            this.headers = headers;
        }

        String nextId() {
            return subscriptions.isEmpty() ? consumerTag : consumerTag + '#' + subscriptions.size();
        }

        void add(String source) {
            adding.lock();
            try {
                if (left || subscriptions.stream().anyMatch(each -> each.destination.equals(source))) {
                    return;
                }
                boolean itself = dialect.subscribesItself(source);
                if (itself && mode != AckMode.AUTO) {
                    throw Messages.settlesNothing(source);
                }
                Subscription added = new Subscription(itself ? source : nextId(), source, mode, consumerTag);
                subscriptions.add(added);
                subscribe(added, headers);
            } finally {
                adding.unlock();
            }
        }

        List<Subscription> leave() {
            adding.lock();
            try {
                left = true;
                return subscriptions;
            } finally {
                adding.unlock();
            }
        }
    }

    private void subscribe(Subscription subscription, Map<String, String> headers) {
        byId.put(subscription.id, subscription);
        if (!dialect.subscribesItself(subscription.destination)) {
            link.ask(ChannelLink.ANSWER_BOUND, link.subscribing(subscribing(subscription, headers)));
        }
    }

    private StompFrame subscribing(Subscription subscription, Map<String, String> headers) {
        return StompCommands.subscribe(
                subscription.destination, subscription.id, subscription.mode, headers, null, link.version());
    }

    void cancel(String consumerTag) {
        Sources leaving = byConsumer.remove(consumerTag);
        if (leaving == null) {
            link.requireOpen();
        } else {
            leaving.leave().forEach(this::leave);
        }
    }

    /** Ends every subscription, without waiting for that. */
    void leaveAll() {
        try {
            for (Subscription each : List.copyOf(byId.values())) {
                each.leave();
                link.buffer(unsubscribe(each));
            }
        } catch (TransportException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "the channel has ended meanwhile", e);
        }
    }

    /** Where unsettled messages stay with the connection, the id has to live on for them to be settled. */
    private void leave(Subscription subscription) {
        if (dialect.subscribesItself(subscription.destination)) {
            subscription.leave();
            byId.remove(subscription.id);
        } else if (dialect.leaving() == Dialect.Leaving.KEEPS) {
            park(subscription);
            subscription.leave();
            if (subscription.endsNow()) {
                end(subscription);
            }
        } else if (subscription.mode
                == AckMode.AUTO) { // what is on its way counts as handled, so it is still handed on
            link.ask(ChannelLink.ANSWER_BOUND, unsubscribe(subscription));
            subscription.leave();
            byId.remove(subscription.id);
        } else {
            subscription.leave();
            if (subscription.endsNow()) {
                byId.remove(subscription.id);
                link.ask(ChannelLink.ANSWER_BOUND, unsubscribe(subscription));
            }
        }
    }

    /** What the broker had on its way by then comes before the second answer. */
    private void park(Subscription subscription) {
        link.ask(ChannelLink.ANSWER_BOUND, unsubscribe(subscription), nowhere(subscription));
        String nothing = "parked-" + transactions.incrementAndGet();
        link.ask(ChannelLink.ANSWER_BOUND, StompCommands.begin(nothing, null), StompCommands.abort(nothing, null));
    }

    private StompFrame unsubscribe(Subscription subscription) {
        return StompCommands.unsubscribe(new SubscriptionToken("id", subscription.id), Map.of(), null, link.version());
    }

    private StompFrame nowhere(Subscription subscription) {
        return StompCommands.subscribe(
                dialect.nowhere(), subscription.id, subscription.mode, Map.of(), null, link.version());
    }

    /** Nothing of it is left to be settled; nobody waits for that. */
    private void end(Subscription subscription) {
        byId.remove(subscription.id);
        link.send(unsubscribe(subscription));
    }

    void endedByBroker(String id) {
        Subscription ended = byId.remove(id);
        if (ended != null && ended.consumerTag != null && byConsumer.remove(ended.consumerTag) != null) {
            listener.cancelled(ended.consumerTag);
        }
    }

    // Deliveries

    /** On the reader's thread. */
    void message(StompFrame message) {
        String id = String.valueOf(message.header("subscription"));
        Subscription by = byId.get(id);
        if (by == null) {
            // Sent before the broker knew that the subscription ends, at which it goes back.
            Messages.LOG.log(System.Logger.Level.DEBUG, "[{0}] no subscription {1} any more", link.name(), id);
            return;
        }
        by.lock.lock();
        try {
            if (by.isForSingleMessages()) {
                by.arrived(message);
            } else if (!by.isLeft()) { // otherwise it goes back when the subscription, or the channel, ends
                listener.delivered(handOn(message, by, by.consumerTag));
            }
        } finally {
            by.lock.unlock();
        }
    }

    private IncomingMessage handOn(StompFrame message, Subscription by, String consumerTag) {
        Arrival arrival = dialect.arrival(message);
        long tag = tags.incrementAndGet();
        if (by.mode != AckMode.AUTO) {
            by.handedOn();
            unsettled.put(tag, new Unsettled(message, by));
        }
        return new IncomingMessage(
                consumerTag,
                tag,
                arrival.redelivered(),
                arrival.exchange(),
                arrival.routingKey(),
                arrival.properties(),
                message.body());
    }

    Optional<IncomingMessage> get(String queue, boolean noAck) {
        getting.lock();
        try {
            for (String source : sourcesToGetFrom(queue)) {
                Optional<IncomingMessage> got = getFrom(source);
                if (got.isPresent()) {
                    if (noAck) {
                        ack(got.get().deliveryTag(), false);
                    }
                    return got;
                }
            }
            return Optional.empty();
        } finally {
            getting.unlock();
        }
    }

    /** The broker is asked once; from then on it tells, whatever queue that is about. */
    private List<String> sourcesToGetFrom(String queue) {
        Dialect.News news = dialect.news(null);
        if (news == null || queue.startsWith("/")) {
            return dialect.sources(queue, wire);
        }
        if (followsForGetting) {
            return dialect.knownSources(queue);
        }
        follow(news, "news-" + ids.incrementAndGet(), source -> {
            // it is known now
        });
        List<String> sources = dialect.sources(queue, wire);
        followsForGetting = true;
        return sources;
    }

    /** By a subscription that has room for one message and ends when that is settled. */
    private Optional<IncomingMessage> getFrom(String source) {
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.subscription(SubscribeOptions.DEFAULT.prefetch(1), headers);
        Subscription single = new Subscription("get-" + ids.incrementAndGet(), source, AckMode.CLIENT_INDIVIDUAL, null);
        StompFrame message = only(single, headers);
        if (!link.isOpen()) {
            throw new TransportException(link.closure());
        }
        if (dialect.leaving() == Dialect.Leaving.KEEPS) {
            park(single);
            message = message == null ? single.next(Duration.ZERO) : message; // one may have come until then
        }
        IncomingMessage got = message == null ? null : handOn(message, single, "");
        single.leave();
        if (single.endsNow()) {
            end(single);
        }
        return Optional.ofNullable(got);
    }

    /** {@return the message at its source, or null if there is none} */
    private StompFrame only(Subscription single, Map<String, String> headers) {
        Map<String, String> asking = dialect.askingForEnd(single.destination);
        if (asking == null) {
            subscribe(single, headers);
            return single.next(EMPTY_AFTER);
        }
        // Without a receipt: a broker that waits for the network's acknowledgement of a message would be late with it.
        send(single, headers);
        StompFrame message = single.next(AT_ONCE);
        if (message != null || !link.isOpen()) {
            return message;
        }
        Subscription end = new Subscription("end-" + ids.incrementAndGet(), single.destination, AckMode.AUTO, null) {
            @Override
            void arrived(StompFrame message) {
                if (dialect.isEnd(message)) {
                    single.handIn(message);
                }
            }
        };
        send(end, asking);
        message = single.next(ChannelLink.ANSWER_BOUND);
        if (link.isOpen()) {
            end(end);
        }
        return message == null || dialect.isEnd(message) ? null : message;
    }

    private void send(Subscription subscription, Map<String, String> headers) {
        byId.put(subscription.id, subscription);
        link.send(subscribing(subscription, headers));
    }

    /** Nothing comes any more. */
    void ended() {
        byId.values().forEach(Subscription::nothingComes);
    }

    // Settling

    void ack(long deliveryTag, boolean multiple) {
        if (multiple) {
            link.requireOpen();
            unsettled.headMap(deliveryTag, true).keySet().forEach(tag -> settled(unsettled.remove(tag), this::ack));
        } else {
            settle(deliveryTag, this::ack);
        }
        link.flush();
    }

    private void ack(Unsettled each) {
        link.buffer(acknowledging(each, null));
    }

    private StompFrame acknowledging(Unsettled each, String transaction) {
        return StompCommands.ack(each.message(), Map.of(), transaction, null, link.version());
    }

    void nack(long deliveryTag, boolean requeue) {
        boolean copy = requeue && dialect.returning() != Dialect.Return.NACK;
        settle(deliveryTag, each -> {
            if (copy) {
                giveBack(each);
            } else {
                link.send(StompCommands.nack(each.message(), dialect.nack(requeue), null, null, link.version()));
            }
        });
    }

    /** If the connection is lost before all is done, the message itself goes back. */
    private void giveBack(Unsettled each) {
        Map<String, String> known = dialect.copy(each.message());
        if (known == null) {
            link.send(acknowledging(each, null));
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>(known);
        String destination = headers.remove("destination");
        byte[] body = each.message().body();
        if (dialect.returning() == Dialect.Return.COPY_FIRST) {
            link.ask(ChannelLink.ANSWER_BOUND, StompCommands.send(destination, body, headers, null, null));
            link.send(acknowledging(each, null));
            return;
        }
        String transaction = "back-" + transactions.incrementAndGet();
        link.buffer(StompCommands.begin(transaction, null));
        link.buffer(StompCommands.send(destination, body, headers, transaction, null));
        link.buffer(acknowledging(each, transaction));
        link.send(StompCommands.commit(transaction, null));
    }

    private void settle(long deliveryTag, Consumer<Unsettled> how) {
        link.requireOpen();
        Unsettled each = unsettled.remove(deliveryTag);
        if (each == null) {
            throw Messages.refused(PRECONDITION_FAILED, "PRECONDITION_FAILED - unknown delivery tag " + deliveryTag);
        }
        settled(each, how);
    }

    /** Null if another thread has settled it. */
    private void settled(Unsettled each, Consumer<Unsettled> how) {
        if (each != null) {
            how.accept(each);
            if (each.by().settled()) {
                end(each.by());
            }
        }
    }
}
