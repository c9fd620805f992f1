package io.carrotmq.stomp.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Where {@link StompWriter#write} puts frames one behind the other, so that many can go out in one write, without an array
 * for each. Grows as needed. For one thread at a time.
 *
 * <pre>{@code
 * StompWriter.write(first, version, buffer);
 * StompWriter.write(second, version, buffer);
 * buffer.writeTo(socket.getOutputStream());
 * }</pre>
 */
public final class FrameBuffer {
    private byte[] bytes;
    private int length;
    /** Null in a buffer for one frame. */
    private final LineCache lines;

    /**
     * Makes an empty buffer.
     *
     * @param capacity how many bytes it takes before it grows, 0 or more
     */
    public FrameBuffer(int capacity) {
        this(capacity, new LineCache());
    }

    private FrameBuffer(int capacity, LineCache lines) {
        this.bytes = new byte[capacity];
        this.lines = lines;
    }

    static FrameBuffer forOneFrame(int capacity) {
        return new FrameBuffer(capacity, null);
    }

    /** {@return how many bytes are in it} */
    public int length() {
        return length;
    }

    /** {@return the bytes, from 0 on up to {@link #length}; the buffer's own array, until something is written} */
    public byte[] array() {
        return bytes;
    }

    /**
     * Empties it.
     *
     * @param capacity how much of the memory it has to keep at most, in bytes
     */
    public void clear(int capacity) {
        length = 0;
        if (bytes.length > capacity) {
            bytes = new byte[capacity];
        }
    }

    /**
     * Writes everything, in one piece, and empties the buffer, which keeps its memory. If that fails, it keeps what is in it.
     *
     * @param out where to; not flushed
     * @throws IOException if that cannot write
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    /** Drops what was put behind a length. */
    void truncate(int shorter) {
        length = shorter;
    }

    LineCache lines() {
        return lines;
    }

    void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    void put(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /**
     * Puts characters as long as each is one byte that stands for itself.
     *
     * @param letters 0 for those that do, by character
     * @return how many it has put
     */
    int putPlain(String text, byte[] letters) {
        int count = text.length();
        ensure(count);
        byte[] target = bytes;
        int start = length;
        int i = 0;
        for (; i < count; i++) {
            char character = text.charAt(i);
            if (character >= Escaping.ASCII || letters[character] != 0) {
                break;
            }
            target[start + i] = (byte) character;
        }
        length = start + i;
        return i;
    }

    /** Puts a character in UTF-8. */
    void putUtf8(int codePoint) {
        ensure(4);
        if (codePoint < 0x80) {
            bytes[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xC0 | codePoint >> 6);
            putContinuation(codePoint, 0);
        } else if (codePoint < 0x10000) {
            bytes[length++] = (byte) (0xE0 | codePoint >> 12);
            putContinuation(codePoint, 6);
            putContinuation(codePoint, 0);
        } else {
            bytes[length++] = (byte) (0xF0 | codePoint >> 18);
            putContinuation(codePoint, 12);
            putContinuation(codePoint, 6);
            putContinuation(codePoint, 0);
        }
    }

    private void putContinuation(int codePoint, int shift) {
        bytes[length++] = (byte) (0x80 | codePoint >> shift & 0x3F);
    }

    void ensure(int more) {
        if (more > bytes.length - length) {
            int needed = Math.addExact(length, more);
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }

    /** The bytes in an array of just their length, which is the buffer's own if that fits. */
    byte[] exact() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
