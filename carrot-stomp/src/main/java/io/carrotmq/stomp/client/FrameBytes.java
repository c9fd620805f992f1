package io.carrotmq.stomp.client;

import java.util.Arrays;

/** Bytes of frames that wait to be written. For one thread at a time. */
final class FrameBytes {
    private byte[] array;
    private int size;

    FrameBytes(int capacity) {
        array = new byte[capacity];
    }

    void add(byte[] bytes) {
        if (array.length - size < bytes.length) {
            array = Arrays.copyOf(array, Math.max(size + bytes.length, 2 * array.length));
        }
        System.arraycopy(bytes, 0, array, size, bytes.length);
        size += bytes.length;
    }

    int size() {
        return size;
    }

    /** Gives the array away, and goes on with another. */
    byte[] exchange(byte[] other) {
        byte[] full = array;
        array = other;
        size = 0;
        return full;
    }
}
