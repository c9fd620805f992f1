package io.carrotmq.codecs;

import io.carrotmq.codec.Charsets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a tree of one MessagePack value. A length is believed only if that many bytes are left. For one use. */
final class MsgPackReader {
    private static final String MEDIA_TYPE = MsgPackCodecs.MEDIA_TYPE;

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final MessageUnpacker unpacker;
    private final int length;
    private final int maxDepth;

    MsgPackReader(MessageUnpacker unpacker, int length, int maxDepth) {
        this.unpacker = unpacker;
        this.length = length;
        this.maxDepth = maxDepth;
    }

    JsonNode document() throws IOException {
        JsonNode root = node(0);
        if (unpacker.getTotalReadBytes() != length) {
            throw Messages.malformed(MEDIA_TYPE, "it goes on after its end at byte " + unpacker.getTotalReadBytes());
        }
        return root;
    }

    private JsonNode node(int depth) throws IOException {
        return switch (unpacker.getNextFormat().getValueType()) {
            case NIL -> {
                unpacker.unpackNil();
                yield nodes.nullNode();
            }
            case BOOLEAN -> nodes.booleanNode(unpacker.unpackBoolean());
            case INTEGER -> integer();
            case FLOAT -> nodes.numberNode(unpacker.unpackDouble());
            case STRING -> nodes.stringNode(text());
            case BINARY -> nodes.binaryNode(payload(unpacker.unpackBinaryHeader()));
            case ARRAY -> array(depth);
            case MAP -> map(depth);
            case EXTENSION -> timestamp();
        };
    }

    private JsonNode integer() throws IOException {
        return unpacker.getNextFormat() == org.msgpack.core.MessageFormat.UINT64
                ? Numbers.node(unpacker.unpackBigInteger())
                : Numbers.node(unpacker.unpackLong());
    }

    private ArrayNode array(int depth) throws IOException {
        int size = bounded(unpacker.unpackArrayHeader(), depth);
        ArrayNode array = nodes.arrayNode();
        for (int i = 0; i < size; i++) {
            array.add(node(depth + 1));
        }
        return array;
    }

    private ObjectNode map(int depth) throws IOException {
        int size = bounded(unpacker.unpackMapHeader(), depth);
        ObjectNode object = nodes.objectNode();
        for (int i = 0; i < size; i++) {
            String key = key();
            if (object.has(key)) {
                throw Messages.malformed(MEDIA_TYPE, "two members have one name");
            }
            object.set(key, node(depth + 1));
        }
        return object;
    }

    private String key() throws IOException {
        return switch (unpacker.getNextFormat().getValueType()) {
            case STRING -> text();
            case INTEGER -> integer().asString();
            case BOOLEAN -> Boolean.toString(unpacker.unpackBoolean());
            default -> throw Messages.noPlainData(MEDIA_TYPE, "a key that is no text");
        };
    }

    private String text() throws IOException {
        return Charsets.decode(payload(unpacker.unpackRawStringHeader()), StandardCharsets.UTF_8);
    }

    /** The one extension type that MessagePack itself defines; as a text it becomes any type of time. */
    private JsonNode timestamp() throws IOException {
        ExtensionTypeHeader header = unpacker.unpackExtensionTypeHeader();
        if (header.getType() != MessagePack.Code.EXT_TIMESTAMP) {
            throw Messages.noPlainData(MEDIA_TYPE, "an extension of type " + header.getType());
        }
        Instant instant = unpacker.unpackTimestamp(header);
        return nodes.stringNode(instant.toString());
    }

    private int bounded(int size, int depth) {
        if (depth == maxDepth) {
            throw Messages.beyondBound(MEDIA_TYPE, "levels of nesting", maxDepth);
        }
        return believable(size);
    }

    private byte[] payload(int size) throws IOException {
        return unpacker.readPayload(believable(size));
    }

    private int believable(int size) {
        long left = length - unpacker.getTotalReadBytes();
        if (size < 0 || size > left) {
            throw Messages.malformed(MEDIA_TYPE, "a length of " + size + " with " + left + " bytes left");
        }
        return size;
    }
}
