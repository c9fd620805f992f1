package io.carrotmq.codec;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one body. Senders call the formats by each other's names, so the bytes decide which one it is. What comes out is
 * bounded, and so is the memory while it does: about twice the bound.
 */
final class Inflation {
    private static final int GZIP_HEADER = 10;
    private static final int GZIP_TRAILER = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final int DEFLATE = 8;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final byte[] content;
    private final int maxBytes;
    private int at;
    private byte[] inflated;
    private int length;

    Inflation(byte[] content, int maxBytes) {
        this.content = content;
        this.maxBytes = maxBytes;
        this.inflated = new byte[(int) Math.min(capacity(), Math.max(64L, 2L * content.length))];
    }

    /** One byte more than allowed, so that the first one too many is seen. */
    private long capacity() {
        return Math.min(maxBytes + 1L, LARGEST_ARRAY);
    }

    /**
     * Inflates all of it.
     *
     * @param orRaw whether it may also be bare of any header, which is what some mean by deflate
     */
    byte[] bytes(boolean orRaw) {
        if (isGzip()) {
            do {
                gzipMember();
            } while (at < content.length);
        } else if (isZlib()) {
            deflated(false);
        } else if (orRaw) {
            deflated(true);
        } else {
            throw damaged(null);
        }
        if (at != content.length) {
            throw damaged(null);
        }
        return Arrays.copyOf(inflated, length);
    }

    private boolean isGzip() {
        return content.length - at > 1 && unsigned(at) == 0x1F && unsigned(at + 1) == 0x8B;
    }

    private boolean isZlib() {
        return content.length > 1
                && (unsigned(0) & 0x0F) == DEFLATE
                && (unsigned(0) << Byte.SIZE | unsigned(1)) % 31 == 0;
    }

    private void gzipMember() {
        int before = length;
        skipGzipHeader();
        deflated(true);
        need(GZIP_TRAILER);
        CRC32 checksum = new CRC32();
        checksum.update(inflated, before, length - before);
        if ((int) checksum.getValue() != littleEndian(at) || length - before != littleEndian(at + Integer.BYTES)) {
            throw damaged(null);
        }
        at += GZIP_TRAILER;
    }

    private void skipGzipHeader() {
        need(GZIP_HEADER);
        int flags = unsigned(at + 3);
        if (!isGzip() || unsigned(at + 2) != DEFLATE || (flags & RESERVED) != 0) {
            throw damaged(null);
        }
        at += GZIP_HEADER;
        if ((flags & EXTRA) != 0) {
            need(Short.BYTES);
            int extra = unsigned(at) | unsigned(at + 1) << Byte.SIZE;
            at += Short.BYTES;
            need(extra);
            at += extra;
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            need(Short.BYTES);
            at += Short.BYTES;
        }
    }

    private void skipText() {
        do {
            need(1);
        } while (content[at++] != 0);
    }

    private void need(int bytes) {
        if (content.length - at < bytes) {
            throw damaged(null);
        }
    }

    private int unsigned(int index) {
        return content[index] & 0xFF;
    }

    private int littleEndian(int index) {
        return unsigned(index) | unsigned(index + 1) << 8 | unsigned(index + 2) << 16 | unsigned(index + 3) << 24;
    }

    private void deflated(boolean raw) {
        Inflater inflater = new Inflater(raw);
        try {
            inflater.setInput(content, at, content.length - at);
            while (!inflater.finished()) {
                if (length == inflated.length) {
                    grow();
                }
                int more = inflater.inflate(inflated, length, inflated.length - length);
                length += more;
                if (length > maxBytes) {
                    throw CodecErrors.inflatesTooFar(content.length, maxBytes);
                }
                if (more == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw damaged(null);
                }
            }
            at += (int) inflater.getBytesRead();
        } catch (DataFormatException e) {
            throw damaged(e);
        } finally {
            inflater.end();
        }
    }

    private void grow() {
        if (length == capacity()) {
            throw CodecErrors.inflatesTooFar(content.length, maxBytes);
        }
        inflated = Arrays.copyOf(inflated, (int) Math.min(capacity(), 2L * length));
    }

    private RuntimeException damaged(Exception cause) {
        return CodecErrors.damagedCompression(content.length, cause);
    }
}
