package io.carrotmq.codecs;

import io.carrotmq.codec.Charsets;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads what follows an opcode that makes None, a truth value, a number, a text or bytes. */
final class PickleScalars {
    private static final String MEDIA_TYPE = PickleCodecs.MEDIA_TYPE;
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,10}");
    private static final Pattern SPECIAL = Pattern.compile("[+-]?(nan|inf)");

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final PickleInput input;

    PickleScalars(PickleInput input) {
        this.input = input;
    }

    /** Null if the opcode makes something else. */
    JsonNode read(PickleOpcode opcode) throws CharacterCodingException {
        return switch (opcode) {
            case NONE -> nodes.nullNode();
            case NEWTRUE -> nodes.booleanNode(true);
            case NEWFALSE -> nodes.booleanNode(false);
            case INT -> integer(ascii());
            case BININT -> nodes.numberNode((int) input.number(4));
            case BININT1 -> nodes.numberNode((int) input.number(1));
            case BININT2 -> nodes.numberNode((int) input.number(2));
            case LONG -> longInteger(ascii());
            case LONG1 -> littleEndian(input.counted(1));
            case LONG4 -> littleEndian(input.counted(4));
            case FLOAT -> floating(ascii());
            case BINFLOAT -> nodes.numberNode(Double.longBitsToDouble(Long.reverseBytes(input.number(8))));
            case STRING -> string(PickleEscapes.quoted(input.line()));
            case BINSTRING -> string(input.counted(4));
            case SHORT_BINSTRING -> string(input.counted(1));
            case UNICODE -> nodes.stringNode(PickleEscapes.unicode(input.line()));
            case BINUNICODE -> unicode(input.counted(4));
            case SHORT_BINUNICODE -> unicode(input.counted(1));
            case BINUNICODE8 -> unicode(input.counted(8));
            case BINBYTES -> nodes.binaryNode(input.counted(4));
            case SHORT_BINBYTES -> nodes.binaryNode(input.counted(1));
            case BINBYTES8, BYTEARRAY8 -> nodes.binaryNode(input.counted(8));
            default -> null;
        };
    }

    /** A line that names a place in the memo. */
    long index() {
        String line = ascii();
        if (!INDEX.matcher(line).matches()) {
            throw input.malformed("a place in the memo that is none");
        }
        return Long.parseLong(line);
    }

    String ascii() {
        return new String(input.line(), StandardCharsets.ISO_8859_1);
    }

    private JsonNode integer(String text) {
        if (text.equals("00") || text.equals("01")) {
            return nodes.booleanNode(text.equals("01"));
        }
        return longInteger(text);
    }

    private JsonNode longInteger(String text) {
        return Numbers.integer(MEDIA_TYPE, text.endsWith("L") ? text.substring(0, text.length() - 1) : text, 10);
    }

    private static JsonNode littleEndian(byte[] bytes) {
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte low = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = low;
        }
        return Numbers.integer(MEDIA_TYPE, bytes);
    }

    private JsonNode floating(String text) {
        if (SPECIAL.matcher(text).matches()) {
            double special = text.endsWith("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return nodes.numberNode(text.startsWith("-") ? -special : special);
        }
        return Numbers.decimal(MEDIA_TYPE, text);
    }

    private JsonNode unicode(byte[] utf8) throws CharacterCodingException {
        return nodes.stringNode(Charsets.decode(utf8, StandardCharsets.UTF_8));
    }

    /** Python 2 has one type for text and bytes. What is UTF-8 is text. */
    private JsonNode string(byte[] bytes) {
        try {
            return unicode(bytes);
        } catch (CharacterCodingException binary) {
            return nodes.binaryNode(bytes);
        }
    }
}
