package io.carrotmq;

import java.time.Duration;
import java.util.Optional;

/** Takes messages for a loop that shall outlive the loss of its connection. For one thread at a time. */
final class Comeback {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    /** How long a broker may take to notice that a connection is gone, and to give up what was exclusive to it. */
    private static final Duration NOTICE = Duration.ofMinutes(3);

    private final Intake intake;
    private final Feed feed;
    private final Changes changes;
    private Outage outage;

    /** Whether a queue was gone and is declared anew. */
    private boolean recreating;

    /** Whether a connection was lost, and messages are not taken from another yet. */
    private boolean returning;

    private long lostAt;

    Comeback(Intake intake) {
        this.intake = intake;
        this.feed = intake.feed();
        this.changes = intake.changes();
    }

    /** Waits a little for the next message. */
    Optional<Delivery<byte[]>> next() throws InterruptedException {
        try {
            return attempt();
        } catch (RuntimeException e) {
            changes.ended(e);
            throw e;
        } finally {
            changes.tell();
        }
    }

    private Optional<Delivery<byte[]>> attempt() throws InterruptedException {
        try {
            Optional<Delivery<byte[]>> message = intake.poll(Intake.STEP);
            if (message.isPresent() || feed.current() != null && intake.established()) {
                consumes();
            }
            return message;
        } catch (ConsumerCancelledException e) {
            cancelled(feed.queues().asAdded(e.queue()), e);
        } catch (ConsumerLostException e) {
            lost(e);
        } catch (ConnectException e) {
            if (feed.running()) {
                failed(e);
            }
        } catch (ConsumeException | TopologyException e) {
            if (feed.running() && (recreating || returning && mayBeHeld())) {
                failed(Messages.notYet(intake.name(), e));
            } else if (!feed.isClosed()) { // close() takes the subscription away, and that is how the loop ends
                throw e;
            }
        }
        return Optional.empty();
    }

    private void consumes() {
        recreating = false;
        returning = false;
        if (outage != null && outage.over()) {
            LOG.log(System.Logger.Level.INFO, Messages.consumesAgain(intake.name()));
            changes.recovered();
        }
    }

    private void lost(ConsumerLostException why) throws InterruptedException {
        if (!returning) {
            returning = true;
            lostAt = System.nanoTime();
        }
        if (feed.running()) {
            changes.lost(why);
        }
        if (feed.running() && !intake.established()) { // or it might be lost again and again, without a pause
            failed(Messages.lostSoon(intake.name(), feed.age(), why));
        }
    }

    private boolean mayBeHeld() {
        return feed.queues().isExclusive() && System.nanoTime() - lostAt < NOTICE.toNanos();
    }

    private void cancelled(String queue, ConsumerCancelledException why) throws InterruptedException {
        if (!feed.running() || !feed.queues().contains(queue)) {
            return;
        }
        if (!feed.queues().declares(queue)) {
            throw why;
        }
        changes.lost(why);
        recreating = true; // a broker may find a queue while it deletes it, and not find it then
        if (!intake.established()) {
            failed(Messages.lostSoon(intake.name(), feed.age(), why));
        }
    }

    private void failed(ConnectException failure) throws InterruptedException {
        if (outage == null) {
            outage = new Outage(feed.queues().retry(), length -> feed.await(length.toNanos()));
        }
        if (outage.isNew()) {
            LOG.log(System.Logger.Level.WARNING, Messages.comesBack(intake.name(), failure));
        }
        if (outage.triesAgain(failure)) {
            changes.failed(failure);
            changes.tell(); // before the pause, not after it
        }
        outage.failed(failure);
    }
}
