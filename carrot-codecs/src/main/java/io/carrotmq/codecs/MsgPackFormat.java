package io.carrotmq.codecs;

import java.io.IOException;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.databind.JsonNode;

/** Trees as MessagePack. */
final class MsgPackFormat implements TreeFormat {
    private final int maxDepth;

    MsgPackFormat(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    @Override
    public String contentEncoding() {
        return "binary";
    }

    @Override
    public JsonNode read(byte[] content, String contentEncoding) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(content)) {
            return new MsgPackReader(unpacker, content.length, maxDepth).document();
        }
    }

    @Override
    public byte[] write(JsonNode tree) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            new MsgPackWriter(packer).write(tree);
            return packer.toByteArray();
        }
    }
}
