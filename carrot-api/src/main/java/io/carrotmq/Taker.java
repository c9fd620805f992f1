package io.carrotmq;

import java.time.Duration;
import java.util.Optional;

/** Decodes what comes through an intake from one queue. Threads as the intake says. */
final class Taker<T> {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    private final Intake intake;
    private final Comeback comeback;
    private final Decoding<T> decoding;

    Taker(Intake intake, Decoding<T> decoding) {
        this.intake = intake;
        this.comeback = new Comeback(intake);
        this.decoding = decoding;
    }

    /**
     * Waits for the next message.
     *
     * @return empty if none came in time, or if it could not be decoded and a hook was told so
     * @throws CodecException if it could not be decoded and there is no hook
     */
    Optional<Delivery<T>> poll(Duration timeout) throws InterruptedException {
        return taken(timeout).flatMap(decoding::taken);
    }

    private Optional<Delivery<byte[]>> taken(Duration timeout) throws InterruptedException {
        try {
            return intake.poll(timeout);
        } catch (RuntimeException e) {
            if (!intake.feed().isClosed()) {
                intake.changes().refused(e);
            }
            throw e;
        } finally {
            intake.changes().tell();
        }
    }

    /**
     * Waits for the next message that can be decoded; the others are left out, and logged unless a hook is told.
     *
     * @return empty if messages are no longer wanted
     */
    Optional<Delivery<T>> await() throws InterruptedException {
        while (intake.feed().running()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Optional<Delivery<byte[]>> next = comeback.next();
            try {
                Optional<Delivery<T>> decoded = next.flatMap(decoding::taken);
                if (decoded.isPresent()) {
                    return decoded;
                }
            } catch (CodecException e) {
                LOG.log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
        return Optional.empty();
    }
}
