package io.carrotmq.codecs;

import io.carrotmq.codec.Charsets;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.msgpack.core.MessagePacker;
import tools.jackson.databind.JsonNode;

/** Writes a tree as MessagePack. Numbers it cannot express become texts of their digits. */
final class MsgPackWriter {
    private final MessagePacker packer;

    MsgPackWriter(MessagePacker packer) {
        this.packer = packer;
    }

    void write(JsonNode node) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> {
                packer.packArrayHeader(node.size());
                for (JsonNode element : node) {
                    write(element);
                }
            }
            case BINARY -> {
                byte[] bytes = node.binaryValue();
                packer.packBinaryHeader(bytes.length).writePayload(bytes);
            }
            case BOOLEAN -> packer.packBoolean(node.booleanValue());
            case NUMBER -> number(node);
            case STRING -> text(node.stringValue());
            default -> packer.packNil();
        }
    }

    private void object(JsonNode object) throws IOException {
        packer.packMapHeader(object.size());
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            text(member.getKey());
            write(member.getValue());
        }
    }

    private void number(JsonNode number) throws IOException {
        if (number.isFloat()) {
            packer.packFloat(number.floatValue());
        } else if (number.isDouble()) {
            packer.packDouble(number.doubleValue());
        } else if (number.isBigDecimal()) {
            text(number.asString());
        } else if (!number.isBigInteger()) {
            packer.packLong(number.longValue());
        } else {
            integer(number.bigIntegerValue());
        }
    }

    private void integer(BigInteger value) throws IOException {
        boolean fits = value.signum() >= 0 ? value.bitLength() <= Long.SIZE : value.bitLength() < Long.SIZE;
        if (fits) {
            packer.packBigInteger(value);
        } else {
            text(value.toString());
        }
    }

    private void text(String text) throws IOException {
        byte[] bytes = Charsets.encode(text, StandardCharsets.UTF_8);
        packer.packRawStringHeader(bytes.length).writePayload(bytes);
    }
}
