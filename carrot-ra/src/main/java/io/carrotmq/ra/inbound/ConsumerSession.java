package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.SubscribeOptions;
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

    /** Whether the bean is paused, and this session has it try one message at a time. */
    private boolean trying;

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
            if (!isAdmitted()) {
                return;
            }
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

    /** Waits a while with nothing taken from the queue if the bean is paused. */
    private boolean isAdmitted() {
        Duration wait = endpoint.health().breaker().untilAdmitted(this);
        if (wait.isZero()) {
            return true;
        }
        closeInbox();
        endpoint.pause(wait);
        return false;
    }

    private boolean subscribe() throws InterruptedException {
        generation = endpoint.awaitReady(lostGeneration);
        if (!endpoint.active()) {
            return false;
        }
        try {
            SubscribeOptions options = endpoint.settings().subscribeOptions();
            trying = endpoint.health().breaker().isOpen();
            if (trying) {
                options = options.prefetch(1);
            }
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
        endpoint.health().parked(why, delay, backoff.attempts());
        endpoint.pause(delay);
    }

    private void deliver(Delivery<byte[]> delivery) {
        if (!endpoint.active() || !endpoint.health().breaker().admits(this)) {
            delivery.requeue();
            return;
        }
        BeanDelivery message = new BeanDelivery(delivery, inbox::requireReject);
        Handler handler = endpoint.listener().handlerFor(delivery.envelope().routingKey());
        if (handler == null) {
            refuse(delivery, Messages.unclaimed(endpoint.name(), delivery.envelope()));
            return;
        }
        Object body;
        try {
            body = handler.decode(message);
        } catch (RuntimeException | StackOverflowError e) { // what codecs and their libraries throw at strange input
            refuse(delivery, Messages.undecodable(endpoint.name(), delivery.envelope(), e));
            return;
        }
        attempt(handler, message, body);
    }

    /** Calling the bean would not help, now or later. */
    private void refuse(Delivery<byte[]> delivery, CarrotException why) {
        endpoint.health().reports().refused(why);
        delivery.deadLetter(why);
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
            case FAILED -> failed(message, attempt.why());
            case UNDONE -> undone(message);
            case NOT_CALLED -> {
                message.giveBack();
                park(attempt.failure());
            }
            case NEEDS_OBSERVER -> again(handler, message, body);
        }
    }

    private void again(Handler handler, BeanDelivery message, Object body) {
        try {
            held.acquire();
        } catch (UnavailableException | NoSuchMethodException e) {
            message.giveBack();
            park(e);
            return;
        }
        attempt(handler, message, body);
    }

    private void processed(BeanDelivery message) {
        lastProcessed = message.envelope();
        message.committed();
        if (message.why() != null) {
            endpoint.health().reports().failed(message, message.why());
        }
        called();
        reportUnacknowledged(inbox);
        if (message.state() == Delivery.State.FAILED) {
            endpoint.failed(this, message.why());
        } else {
            endpoint.succeeded(this);
        }
        if (trying && !endpoint.health().breaker().isOpen()) {
            closeInbox(); // for one with the full prefetch
        }
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

    private void failed(BeanDelivery message, Throwable why) {
        called();
        if (!endpoint.active()) { // whatever it needs may be going away with it
            stopped(message);
            return;
        }
        message.failed(why);
        endpoint.health().reports().failed(message, why);
        endpoint.failed(this, why);
    }

    private void stopped(BeanDelivery message) {
        LOG.log(System.Logger.Level.DEBUG, Messages.stoppedAmidst(endpoint.name(), message.envelope()));
        message.giveBack();
    }

    private void undone(BeanDelivery message) {
        called();
        if (!endpoint.active()) { // which has closed the channel
            stopped(message);
            return;
        }
        LOG.log(System.Logger.Level.WARNING, Messages.undone(endpoint.name(), message.envelope()));
        message.giveBack();
    }

    /** The container took a message. */
    private void called() {
        backoff.reset();
        endpoint.health().unparked();
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
