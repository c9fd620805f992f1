package io.carrotmq.codec;

import io.carrotmq.CodecException;

/**
 * Encodes and decodes bodies of one Java type in one media type. Obtained from {@link Codecs#codec}. Safe for use by
 * any number of threads.
 *
 * @param <T> the Java type
 */
public interface Codec<T> {
    /** {@return the media type it writes, such as {@code application/json}} */
    String contentType();

    /** {@return the character set it writes, such as {@code utf-8}, or {@code binary}} */
    String contentEncoding();

    /**
     * Names the kind of a body, which the message's property {@code type} carries unless the sender's options set another.
     * {@link Codecs} names the types that {@link Codecs.Builder#type} has named; a codec of one's own needs not.
     *
     * @param body what is encoded
     * @return its logical name, one of a few; null, the default, for none
     */
    default String typeName(T body) {
        return null;
    }

    /**
     * Encodes a body.
     *
     * @param body what to encode
     * @return its bytes, a new array or one nobody will change
     * @throws CodecException if it cannot be encoded
     */
    byte[] encode(T body);

    /**
     * Decodes a body.
     *
     * @param content its bytes
     * @param contentEncoding the character set the message names; null if it names none
     * @return the body
     * @throws CodecException if the bytes are not what the media type promises
     */
    T decode(byte[] content, String contentEncoding);
}
