package io.carrotmq;

import java.util.Objects;

/**
 * Whether and how bodies are compressed before they are sent. Immutable.
 *
 * <p>Where the options state a content encoding that is no character set, such as {@code gzip}, or a header {@code
 * compression}, bodies are taken to be compressed already and sent as they are.
 *
 * @param format how; null for not at all
 * @param fromBytes the length from which bodies are compressed, in bytes, 0 or more; shorter ones are sent as they are
 */
public record Compression(Format format, int fromBytes) {
    /** Bodies are sent as they are. */
    public static final Compression NONE = new Compression(null, 0);

    /** Bodies of 1,024 bytes and more in the gzip format, the content encoding {@code gzip}. */
    public static final Compression GZIP = new Compression(Format.GZIP, 1_024);

    /** Bodies of 1,024 bytes and more as kombu compresses them, in the zlib format. */
    public static final Compression ZLIB = new Compression(Format.ZLIB, 1_024);

    /** The formats that are written. Each is read without being asked for. */
    public enum Format {
        /**
         * RFC 1952. The message's content encoding is {@code gzip}; a character set other than UTF-8 is named by the
         * content type.
         */
        GZIP,
        /** RFC 1950. The header {@code compression} is {@code application/x-gzip}, as kombu writes and reads it. */
        ZLIB
    }

    /** Checks the range. */
    public Compression {
        if (fromBytes < 0) {
            throw Messages.compressionOutOfRange(fromBytes);
        }
    }

    /**
     * The same from another length on.
     *
     * @param length in bytes, 0 or more
     * @return a changed compression
     */
    public Compression from(int length) {
        return new Compression(Objects.requireNonNull(format, "format"), length);
    }
}
