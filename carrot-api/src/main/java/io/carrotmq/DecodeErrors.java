package io.carrotmq;

import java.util.Objects;
import java.util.function.BiConsumer;

/** What a consumer does with messages that cannot be decoded. Safe for use by any number of threads. */
final class DecodeErrors {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    private volatile BiConsumer<? super Delivery<byte[]>, ? super CodecException> hook;

    /** From now on somebody is told of them. */
    void tell(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler) {
        hook = Objects.requireNonNull(handler, "handler");
    }

    /**
     * A message cannot be decoded: it goes to the dead letters, unless the hook settles it.
     *
     * @throws CodecException if there is no hook
     */
    void undecodable(Delivery<byte[]> delivery, Acknowledgement mode, CodecException why) {
        BiConsumer<? super Delivery<byte[]>, ? super CodecException> told = hook;
        if (told == null) {
            deadLetter(delivery, mode, why);
            throw Messages.undecodable(delivery.envelope(), why);
        }
        try {
            told.accept(delivery, why);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, Messages.decodeErrorHandlerFailed(delivery.envelope(), e));
        } finally {
            deadLetter(delivery, mode, why);
        }
    }

    private static void deadLetter(Delivery<byte[]> delivery, Acknowledgement mode, CodecException why) {
        Delivery.State unsettled = mode == Acknowledgement.MANUAL ? Delivery.State.RECEIVED : Delivery.State.ACKED;
        if (delivery.state() == unsettled) {
            delivery.deadLetter(why);
        }
    }
}
