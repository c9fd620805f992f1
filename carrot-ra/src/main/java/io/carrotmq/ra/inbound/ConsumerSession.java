package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnsupportedException;
import io.carrotmq.engine.Inbox;
import jakarta.resource.spi.UnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One consumer: a thread, a channel, and a proxy of the bean that it holds. It takes a message, hands it to the bean,
 * settles it, and takes the next. Everything but {@link #stop()} and {@link #abandon()} happens on its own thread.
 */
final class ConsumerSession implements Runnable {
    private static final System.Logger LOG = Messages.LOG;

    /** How often an idle session looks whether it shall end, should a broker that hangs keep the news from it. */
    private static final Duration SLICE = Duration.ofMillis(500);

    private final Endpoint endpoint;
    private final HeldEndpoint held;
    private final Backoff backoff;
    private volatile Inbox inbox;
    private long generation;
    private long lostGeneration;
    private long reported;
    private Envelope lastProcessed;

    ConsumerSession(Endpoint endpoint, HeldEndpoint held) {
        this.endpoint = endpoint;
        this.held = held;
        this.backoff = new Backoff(
                endpoint.settings().reconnectDelay(),
                endpoint.settings().reconnectMaxDelay(),
                ThreadLocalRandom.current()::nextDouble);
    }

    @Override
    public void run() {
        try {
            while (endpoint.active()) {
                step();
            }
        } finally {
            closeInbox();
            held.release();
        }
    }

    private void step() {
        try {
            held.acquire();
            if (inbox != null || subscribe()) {
                inbox.poll(SLICE).ifPresent(this::deliver);
            }
        } catch (UnavailableException | NoSuchMethodException e) {
            park(e);
        } catch (ConsumeException e) {
            closeInbox();
            lost(e);
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.TRACE, "whether to end is the loop's condition", e);
        } catch (RuntimeException | Error e) {
            closeInbox(); // with it, a message in an unknown state goes back
            park(e);
        }
    }

    private boolean subscribe() throws InterruptedException {
        generation = endpoint.awaitReady(lostGeneration);
        if (!endpoint.active()) {
            return false;
        }
        try {
            SubscribeOptions options =
                    SubscribeOptions.DEFAULT.prefetch(endpoint.settings().prefetch());
            inbox = new Inbox(endpoint.connection(), endpoint.settings().queue(), options);
        } catch (CarrotException e) {
            lost(e);
            return false;
        }
        if (!endpoint.active()) { // whoever drains may have come too early to see the inbox
            return false;
        }
        endpoint.consuming(generation);
        return true;
    }

    private void lost(CarrotException why) {
        lostGeneration = generation;
        endpoint.lost(generation, why);
    }

    /** Waits with nothing taken from the queue: the container cannot take messages now. */
    private void park(Throwable why) {
        closeInbox();
        Duration delay = backoff.next();
        endpoint.parked(why, delay, backoff.attempts());
        endpoint.pause(delay);
    }

    private void deliver(Delivery<byte[]> delivery) {
        if (!endpoint.active()) {
            delivery.requeue();
            return;
        }
        BeanDelivery message = new BeanDelivery(delivery, inbox::requireReject);
        Handler handler = endpoint.listener().handlerFor(delivery.envelope().routingKey());
        if (handler == null) {
            boolean rejected = rejected(delivery);
            LOG.log(System.Logger.Level.ERROR, Messages.unclaimed(endpoint.name(), delivery.envelope(), rejected));
            return;
        }
        Object body;
        try {
            body = handler.decode(message);
        } catch (RuntimeException | StackOverflowError e) { // what codecs and their libraries throw at strange input
            boolean rejected = rejected(delivery);
            LOG.log(System.Logger.Level.ERROR, Messages.undecodable(endpoint.name(), delivery.envelope(), e, rejected));
            return;
        }
        attempt(handler, message, body);
    }

    /** {@return false if the broker cannot do that; given back, the message would come again at once, for ever} */
    private static boolean rejected(Delivery<byte[]> delivery) {
        try {
            delivery.reject();
            return true;
        } catch (UnsupportedException e) {
            LOG.log(System.Logger.Level.DEBUG, "the message stays unsettled", e);
            return false;
        }
    }

    private void attempt(Handler handler, BeanDelivery message, Object body) {
        Attempt attempt = new Attempt(held, handler, endpoint.transactions(), inbox::isOpen);
        Attempt.End end = attempt.run(message, body);
        if (attempt.endpointDead() || end == Attempt.End.NEEDS_OBSERVER) {
            held.release();
        }
        if (endpoint.active()) {
            Thread.interrupted(); // what the bean may have left; only the end of the endpoint interrupts this thread
        }
        switch (end) {
            case PROCESSED -> processed(message);
            case FAILED -> {
                failed(message, attempt);
                message.settle(false);
            }
            case NOT_CALLED -> {
                message.settle(false);
                park(attempt.failure());
            }
            case NEEDS_OBSERVER -> again(handler, message, body);
        }
    }

    private void again(Handler handler, BeanDelivery message, Object body) {
        try {
            held.acquire();
        } catch (UnavailableException | NoSuchMethodException e) {
            message.settle(false);
            park(e);
            return;
        }
        attempt(handler, message, body);
    }

    private void processed(BeanDelivery message) {
        lastProcessed = message.envelope();
        message.settle(true);
        called();
        reportUnacknowledged(inbox);
    }

    /** An acknowledgement waits a few milliseconds for others, so that it may turn out later that it came too late. */
    private void reportUnacknowledged(Inbox from) {
        long repeated = from.settlement().repeated();
        if (repeated > reported && lastProcessed != null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    Messages.cannotAcknowledge(endpoint.name(), repeated - reported, lastProcessed));
        }
        reported = repeated;
    }

    /**
     * Told aloud for each message the first time, because a container tells nobody of a bean that asked for a rollback,
     * and for those that come again and again once in a while.
     */
    private void failed(BeanDelivery message, Attempt attempt) {
        boolean aloud = !message.envelope().redelivered() || endpoint.repeatedFailureDue();
        System.Logger.Level level = aloud ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
        LOG.log(level, Messages.redelivered(endpoint.name(), message.envelope(), attempt.reason()));
        if (attempt.failure() != null) {
            LOG.log(System.Logger.Level.DEBUG, "what the bean or the container threw", attempt.failure());
        }
        called();
    }

    /** The container took a message. */
    private void called() {
        backoff.reset();
        endpoint.unparked();
    }

    private void closeInbox() {
        Inbox last = inbox;
        inbox = null;
        if (last != null) {
            last.close();
            reportUnacknowledged(last);
            reported = 0;
        }
    }

    /** Makes the broker send nothing more, and gives back what is not begun. */
    void stop() {
        Inbox current = inbox;
        if (current != null) {
            current.stop();
        }
    }

    /** Gives back what is begun as well. */
    void abandon() {
        Inbox current = inbox;
        if (current != null) {
            current.close();
        }
    }
}
