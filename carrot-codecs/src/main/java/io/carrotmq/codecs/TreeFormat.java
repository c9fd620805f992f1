package io.carrotmq.codecs;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** A notation for trees. What it reads is bounded in depth and size, whatever the bytes. Safe for use by any thread. */
interface TreeFormat {
    /** The character set it writes, or {@code binary}. */
    String contentEncoding();

    JsonNode read(byte[] content, String contentEncoding) throws IOException;

    byte[] write(JsonNode tree) throws IOException;
}
