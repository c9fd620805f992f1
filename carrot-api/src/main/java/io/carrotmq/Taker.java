package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.Optional;

/** Decodes what comes through an intake from one queue. Threads as the intake says. */
final class Taker<T> {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    private final Intake intake;
    private final Comeback comeback;
    private final Decoder<T> decoder;

    Taker(Intake intake, Decoder<T> decoder) {
        this.intake = intake;
        this.comeback = new Comeback(intake);
        this.decoder = decoder;
    }

    Delivery<T> decodeOnly(Delivery<byte[]> delivery) {
        return delivery.withBody(decoder.decode(delivery.content(), delivery.properties()));
    }

    /** Decodes, or rejects and throws. */
    Delivery<T> decode(Delivery<byte[]> delivery) {
        try {
            return decodeOnly(delivery);
        } catch (CodecException e) {
            throw refuse(delivery, e);
        }
    }

    /** Rejects what cannot be decoded, as far as that is possible. */
    static CodecException refuse(Delivery<byte[]> delivery, CodecException why) {
        if (delivery.state() != Delivery.State.RECEIVED) {
            return Messages.undecodable(delivery.envelope(), Messages.ACKNOWLEDGED_BEFORE, why);
        }
        try {
            delivery.reject();
            return Messages.undecodable(delivery.envelope(), Messages.REJECTED, why);
        } catch (UnsupportedException unable) { // given back, it would come again at once, for ever
            return Messages.undecodable(delivery.envelope(), Messages.LEFT_ASIDE, why);
        }
    }

    Optional<Delivery<T>> poll(Duration timeout) throws InterruptedException {
        return intake.poll(timeout).map(this::decode);
    }

    /**
     * Waits for the next message that can be decoded; the others are logged and left out.
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
                if (next.isPresent()) {
                    return next.map(this::decode);
                }
            } catch (CodecException e) {
                LOG.log(System.Logger.Level.ERROR, e.getMessage());
            }
        }
        return Optional.empty();
    }
}
