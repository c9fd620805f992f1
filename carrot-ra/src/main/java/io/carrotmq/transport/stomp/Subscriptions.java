package io.carrotmq.transport.stomp;

import io.carrotmq.Acknowledgement;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.SubscriptionToken;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** The subscriptions of a channel, and what they brought that is not settled. */
final class Subscriptions {
    /**
     * How long to wait for a single message. No broker tells that a queue is empty; one that has a message sends it at once,
     * unless its machine is busy.
     */
    private static final Duration EMPTY_AFTER = Duration.ofMillis(500);

    private static final int PRECONDITION_FAILED = 406;

    private final ChannelLink link;
    private final Dialect dialect;
    private final ChannelListener listener;
    private final Map<String, Subscription> byId = new ConcurrentHashMap<>();
    private final Map<String, List<Subscription>> byConsumer = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Unsettled> unsettled = new ConcurrentSkipListMap<>();
    private final AtomicLong tags = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final ReentrantLock getting = new ReentrantLock();

    Subscriptions(ChannelLink link, Dialect dialect, ChannelListener listener) {
        this.link = link;
        this.dialect = dialect;
        this.listener = listener;
    }

    // Consumers

    void consume(String queue, String consumerTag, SubscribeOptions options) {
        AckMode mode = options.acknowledgement() == Acknowledgement.NONE ? AckMode.AUTO : AckMode.CLIENT_INDIVIDUAL;
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.subscription(options, headers);
        List<Subscription> made = new ArrayList<>();
        for (String source : dialect.sources(queue)) {
            String id = made.isEmpty() ? consumerTag : consumerTag + '#' + made.size();
            made.add(new Subscription(id, source, mode, consumerTag));
        }
        byConsumer.put(consumerTag, made);
        made.forEach(each -> subscribe(each, headers));
    }

    private void subscribe(Subscription subscription, Map<String, String> headers) {
        byId.put(subscription.id, subscription);
        link.ask(
                ChannelLink.ANSWER_BOUND,
                StompCommands.subscribe(
                        subscription.destination, subscription.id, subscription.mode, headers, null, link.version()));
    }

    void cancel(String consumerTag) {
        List<Subscription> leaving = byConsumer.remove(consumerTag);
        if (leaving == null) {
            link.requireOpen();
        } else {
            leaving.forEach(this::leave);
        }
    }

    /** Where unsettled messages stay with the connection, the id has to live on for them to be settled. */
    private void leave(Subscription subscription) {
        boolean stays = dialect.leaving() == Dialect.Leaving.KEEPS;
        if (!stays || subscription.mode == AckMode.AUTO) {
            subscription.leave();
            if (subscription.endsNow()) {
                byId.remove(subscription.id);
                link.ask(ChannelLink.ANSWER_BOUND, unsubscribe(subscription));
            }
            return;
        }
        link.ask(ChannelLink.ANSWER_BOUND, unsubscribe(subscription), nowhere(subscription));
        subscription.leave();
        if (subscription.endsNow()) {
            end(subscription);
        }
    }

    private StompFrame unsubscribe(Subscription subscription) {
        return StompCommands.unsubscribe(new SubscriptionToken("id", subscription.id), Map.of(), null, link.version());
    }

    private StompFrame nowhere(Subscription subscription) {
        return StompCommands.subscribe(
                dialect.nowhere(), subscription.id, AckMode.CLIENT_INDIVIDUAL, Map.of(), null, link.version());
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
            Messages.LOG.log(System.Logger.Level.WARNING, Messages.strangeMessage(link.name(), id));
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
        long tag = tags.incrementAndGet();
        if (by.mode != AckMode.AUTO) {
            by.handedOn();
            unsettled.put(tag, new Unsettled(message, by));
        }
        Arrival arrival = dialect.arrival(message);
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
            for (String source : dialect.sources(queue)) {
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

    /** By a subscription that has room for one message and ends when that is settled. */
    private Optional<IncomingMessage> getFrom(String source) {
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.subscription(SubscribeOptions.DEFAULT.prefetch(1), headers);
        Subscription single = new Subscription("get-" + ids.incrementAndGet(), source, AckMode.CLIENT_INDIVIDUAL, null);
        subscribe(single, headers);
        try {
            StompFrame message = single.next(EMPTY_AFTER.toNanos());
            if (dialect.leaving() == Dialect.Leaving.KEEPS) {
                link.ask(ChannelLink.ANSWER_BOUND, unsubscribe(single), nowhere(single));
                message = message == null ? single.next(0) : message; // one may have come until then
            }
            IncomingMessage got = message == null ? null : handOn(message, single, "");
            single.leave();
            if (single.endsNow()) {
                end(single);
            }
            return Optional.ofNullable(got);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            link.kill(); // what may be on its way goes back
            throw new TransportException(
                    new Closure(false, false, 0, "the thread was interrupted while it waited for a message", e));
        }
    }

    // Settling

    void ack(long deliveryTag, boolean multiple) {
        if (multiple) {
            unsettled.headMap(deliveryTag, true).keySet().forEach(this::ack);
        } else {
            ack(deliveryTag);
        }
        link.flush();
    }

    private void ack(long deliveryTag) {
        settle(deliveryTag, each -> link.buffer(acknowledging(each, null)));
    }

    private StompFrame acknowledging(Unsettled each, String transaction) {
        return StompCommands.ack(each.message(), Map.of(), transaction, null, link.version());
    }

    void nack(long deliveryTag, boolean requeue) {
        boolean copy = requeue && dialect.returning() == Dialect.Return.COPY;
        settle(deliveryTag, each -> {
            if (copy) {
                giveBackCopy(each);
            } else {
                link.send(StompCommands.nack(each.message(), dialect.nack(requeue), null, null, link.version()));
            }
        });
    }

    /** Both or neither: if the connection is lost before the commit, the message itself goes back. */
    private void giveBackCopy(Unsettled each) {
        String transaction = "back-" + transactions.incrementAndGet();
        Map<String, String> headers = new LinkedHashMap<>(dialect.copy(each.message()));
        String destination = headers.remove("destination");
        link.buffer(StompCommands.begin(transaction, null));
        link.buffer(StompCommands.send(
                destination == null ? each.by().destination : destination,
                each.message().body(),
                headers,
                transaction,
                null));
        link.buffer(acknowledging(each, transaction));
        link.send(StompCommands.commit(transaction, null));
    }

    private void settle(long deliveryTag, java.util.function.Consumer<Unsettled> how) {
        link.requireOpen();
        Unsettled each = unsettled.remove(deliveryTag);
        if (each == null) {
            throw Messages.refused(PRECONDITION_FAILED, "PRECONDITION_FAILED - unknown delivery tag " + deliveryTag);
        }
        how.accept(each);
        if (each.by().settled()) {
            end(each.by());
        }
    }
}
