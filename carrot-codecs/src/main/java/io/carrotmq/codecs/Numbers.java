package io.carrotmq.codecs;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers of bounded length, each as the smallest node that holds it. */
final class Numbers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Numbers() {}

    static JsonNode integer(String mediaType, String digits, int radix) {
        checkLength(mediaType, digits.length());
        try {
            return node(new BigInteger(digits, radix));
        } catch (NumberFormatException e) {
            throw Messages.malformed(mediaType, "an integer is none");
        }
    }

    /** The bytes are big-endian two's complement. */
    static JsonNode integer(String mediaType, byte[] bytes) {
        checkLength(mediaType, (int) Math.min(Integer.MAX_VALUE, bytes.length * 2L));
        return bytes.length == 0 ? NODES.numberNode(0) : node(new BigInteger(bytes));
    }

    static JsonNode node(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    static JsonNode node(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    /** A double where that is what the digits say, so that a reader of any type gets every digit. */
    static JsonNode decimal(String mediaType, String text) {
        checkLength(mediaType, text.length());
        BigDecimal exact;
        try {
            exact = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw Messages.malformed(mediaType, "a number is none");
        }
        checkLength(mediaType, Math.abs((long) exact.scale()));
        double rounded = exact.doubleValue();
        boolean same = Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(exact) == 0;
        return same ? NODES.numberNode(rounded) : NODES.numberNode(exact);
    }

    private static void checkLength(String mediaType, long digits) {
        if (digits > Mapping.MAX_DIGITS) {
            throw Messages.beyondBound(mediaType, "digits in a number", Mapping.MAX_DIGITS);
        }
    }
}
