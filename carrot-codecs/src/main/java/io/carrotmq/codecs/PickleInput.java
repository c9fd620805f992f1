package io.carrotmq.codecs;

import java.util.Arrays;

/** The bytes of a pickle from front to back. A length is believed only if that many bytes are left. */
final class PickleInput {
    private final byte[] content;
    private int position;

    PickleInput(byte[] content) {
        this.content = content;
    }

    int left() {
        return content.length - position;
    }

    int unsignedByte() {
        return bytes(1)[0] & 0xff;
    }

    /** Little-endian and unsigned, of at most eight bytes. */
    long number(int size) {
        byte[] bytes = bytes(size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << Byte.SIZE | bytes[i] & 0xff;
        }
        return value;
    }

    /** Bytes whose length comes before them, in so many bytes. */
    byte[] counted(int sizeOfLength) {
        return bytes(number(sizeOfLength));
    }

    byte[] bytes(long size) {
        if (size < 0 || size > left()) {
            throw malformed("a length of " + size + " with " + left() + " bytes left");
        }
        byte[] bytes = Arrays.copyOfRange(content, position, position + (int) size);
        position += bytes.length;
        return bytes;
    }

    /** The bytes up to the next line feed, which is skipped. */
    byte[] line() {
        int end = position;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        if (end == content.length) {
            throw malformed("a line without end");
        }
        byte[] line = Arrays.copyOfRange(content, position, end);
        position = end + 1;
        return line;
    }

    RuntimeException malformed(String what) {
        return Messages.malformed(PickleCodecs.MEDIA_TYPE, what + ", before byte " + position);
    }
}
