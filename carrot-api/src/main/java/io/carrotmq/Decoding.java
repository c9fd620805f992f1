package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.util.Optional;

/** How the messages of one queue are decoded, and what becomes of those that cannot be. Safe for use by any number of threads. */
record Decoding<T>(Decoder<? extends T> decoder, Acknowledgement mode, DecodeErrors errors) {

    /**
     * Decodes, and does nothing else.
     *
     * @throws CodecException whatever went wrong, a broken codec included
     */
    Delivery<T> tried(Delivery<byte[]> delivery) {
        try {
            return delivery.withBody(decoder.decode(delivery.content(), delivery.properties()));
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) { // or the message would come again and again
            throw Messages.brokenDecoder(decoder.type(), e);
        }
    }

    /**
     * Decodes a message that was taken. One that cannot be decoded goes to the dead letters, unless a hook decides otherwise.
     *
     * @return empty if it could not be decoded and a hook was told so
     * @throws CodecException if it could not be decoded and there is no hook
     */
    Optional<Delivery<T>> taken(Delivery<byte[]> delivery) {
        try {
            return Optional.of(tried(delivery));
        } catch (CodecException e) {
            errors.undecodable(delivery, mode, e);
            return Optional.empty();
        }
    }
}
