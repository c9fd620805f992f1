package io.carrotmq.transport.amqp;

import java.io.OutputStream;
import java.util.Arrays;

/** A buffer of encoded frames that grows as needed. Not safe for use by several threads. */
final class FrameBytes extends OutputStream {
    private byte[] bytes;
    private int size;

    FrameBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    /** Takes back what was added since it had that size. */
    void truncate(int sizeBefore) {
        size = sizeBefore;
    }

    /** Goes on with another array, empty. */
    void use(byte[] empty) {
        bytes = empty;
        size = 0;
    }

    void ensure(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        ensure(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    void writeShort(int value) {
        ensure(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    void writeInt(int value) {
        writeShort(value >>> 16);
        writeShort(value);
    }

    void writeLong(long value) {
        writeInt((int) (value >>> 32));
        writeInt((int) value);
    }

    int unsignedShortAt(int index) {
        return (bytes[index] & 0xFF) << 8 | bytes[index + 1] & 0xFF;
    }

    /** Overwrites eight bytes. */
    void longAt(int index, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[index + i] = (byte) (value >>> 8 * (Long.BYTES - 1 - i));
        }
    }
}
