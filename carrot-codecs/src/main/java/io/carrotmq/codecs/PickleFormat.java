package io.carrotmq.codecs;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Trees as Python's pickle: protocols 0 to 5 are read, 2 is written, or 3 where there are bytes. */
final class PickleFormat implements TreeFormat {
    private final int maxDepth;

    PickleFormat(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    @Override
    public String contentEncoding() {
        return "binary";
    }

    @Override
    public JsonNode read(byte[] content, String contentEncoding) throws IOException {
        JsonNode tree = new PickleReader(content).value();
        return TreeBounds.checked(tree, PickleCodecs.MEDIA_TYPE, maxDepth, content.length);
    }

    @Override
    public byte[] write(JsonNode tree) throws IOException {
        return new PickleWriter().write(tree);
    }
}
