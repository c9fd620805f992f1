package io.carrotmq;

import java.util.Optional;

/** Takes messages for a loop that shall outlive the loss of its connection. For one thread at a time. */
final class Comeback {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    private final Intake intake;
    private Outage outage;

    /** Whether a queue was gone and is declared anew. */
    private boolean recreating;

    Comeback(Intake intake) {
        this.intake = intake;
    }

    /** Waits a little for the next message. */
    Optional<Delivery<byte[]>> next() throws InterruptedException {
        try {
            Optional<Delivery<byte[]>> message = intake.poll(Intake.STEP);
            if (message.isPresent() || intake.established()) {
                recreating = false;
                if (outage != null && outage.over()) {
                    LOG.log(System.Logger.Level.INFO, Messages.consumesAgain(intake.name()));
                }
            }
            return message;
        } catch (ConsumerCancelledException e) {
            cancelled(intake.asAdded(e.queue()), e);
        } catch (ConsumerLostException e) {
            if (intake.running() && !intake.established()) { // or it might be lost again and again, without a pause
                failed(Messages.lostAtOnce(intake.name(), e));
            }
        } catch (ConnectException e) {
            if (intake.running()) {
                failed(e);
            }
        } catch (ConsumeException e) {
            if (intake.running() && recreating) { // a broker may find a queue while it deletes it, and not find it then
                failed(Messages.lostAtOnce(intake.name(), e));
            } else if (!intake
                    .isClosed()) { // close() takes the subscription away under the loop, and that is how the loop ends
                throw e;
            }
        }
        return Optional.empty();
    }

    private void cancelled(String queue, ConsumerCancelledException why) throws InterruptedException {
        if (!intake.running() || !intake.queues().containsKey(queue)) {
            return;
        }
        if (!intake.declares(queue)) {
            throw why;
        }
        recreating = true;
        if (!intake.established()) {
            failed(Messages.lostAtOnce(intake.name(), why));
        }
    }

    private void failed(ConnectException failure) throws InterruptedException {
        if (outage == null) {
            outage = new Outage(intake.retry(), intake::pause);
        }
        if (outage.isNew()) {
            LOG.log(System.Logger.Level.WARNING, Messages.comesBack(intake.name(), failure));
        }
        outage.failed(failure);
    }
}
