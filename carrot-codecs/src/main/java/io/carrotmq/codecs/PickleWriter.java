package io.carrotmq.codecs;

import io.carrotmq.codec.Charsets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes a tree as a pickle. Decimal numbers no double holds become texts of their digits. For one use. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int protocol = 2;

    byte[] write(JsonNode tree) throws CharacterCodingException {
        opcode(PickleOpcode.PROTO);
        out.write(protocol);
        node(tree);
        opcode(PickleOpcode.STOP);
        byte[] pickle = out.toByteArray();
        pickle[1] = (byte) protocol;
        return pickle;
    }

    private void node(JsonNode node) throws CharacterCodingException {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case BINARY -> {
                protocol = 3;
                counted(PickleOpcode.BINBYTES, node.binaryValue());
            }
            case BOOLEAN -> opcode(node.booleanValue() ? PickleOpcode.NEWTRUE : PickleOpcode.NEWFALSE);
            case NUMBER -> number(node);
            case STRING -> text(node.stringValue());
            default -> opcode(PickleOpcode.NONE);
        }
    }

    private void object(JsonNode object) throws CharacterCodingException {
        opcode(PickleOpcode.EMPTY_DICT);
        if (!object.isEmpty()) {
            opcode(PickleOpcode.MARK);
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                text(member.getKey());
                node(member.getValue());
            }
            opcode(PickleOpcode.SETITEMS);
        }
    }

    private void array(JsonNode array) throws CharacterCodingException {
        opcode(PickleOpcode.EMPTY_LIST);
        if (!array.isEmpty()) {
            opcode(PickleOpcode.MARK);
            for (JsonNode element : array) {
                node(element);
            }
            opcode(PickleOpcode.APPENDS);
        }
    }

    private void number(JsonNode number) throws CharacterCodingException {
        if (number.isBigDecimal()) {
            text(number.asString());
        } else if (!number.isIntegralNumber()) {
            opcode(PickleOpcode.BINFLOAT);
            littleEndian(Long.reverseBytes(Double.doubleToRawLongBits(number.doubleValue())), 8);
        } else if (number.canConvertToInt()) {
            opcode(PickleOpcode.BININT);
            littleEndian(number.intValue(), 4);
        } else {
            byte[] bigEndian = number.bigIntegerValue().toByteArray();
            opcode(PickleOpcode.LONG4);
            littleEndian(bigEndian.length, 4);
            for (int i = bigEndian.length - 1; i >= 0; i--) {
                out.write(bigEndian[i]);
            }
        }
    }

    private void text(String text) throws CharacterCodingException {
        counted(PickleOpcode.BINUNICODE, Charsets.encode(text, StandardCharsets.UTF_8));
    }

    private void counted(PickleOpcode opcode, byte[] bytes) {
        opcode(opcode);
        littleEndian(bytes.length, 4);
        out.writeBytes(bytes);
    }

    private void littleEndian(long value, int size) {
        for (int i = 0; i < size; i++) {
            out.write((int) (value >>> i * Byte.SIZE));
        }
    }

    private void opcode(PickleOpcode opcode) {
        out.write(opcode.code());
    }
}
