package io.carrotmq.codecs;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.cbor.CBORParser;

/**
 * Refuses texts and bytes that are said once and referred to many times, which Jackson follows: where the type asked for
 * is another, each reference makes a copy.
 */
final class CborReferences {
    /** Within what bears it, tag 25 refers. */
    private static final int NAMESPACE = 256;

    private CborReferences() {}

    static void refuse(ObjectReader reader, byte[] content) {
        if (!mayHaveThem(content)) {
            return;
        }
        try (JsonParser parser = reader.createParser(content)) {
            while (parser.nextToken() != null) {
                if (((CBORParser) parser).getCurrentTags().contains(NAMESPACE)) {
                    throw Messages.noPlainData(CborCodecs.MEDIA_TYPE, "references to texts");
                }
            }
        }
    }

    /** The tag is written in two, four or eight bytes, of which these are the last. */
    private static boolean mayHaveThem(byte[] content) {
        for (int i = 2; i < content.length; i++) {
            if (content[i] == 0 && content[i - 1] == 1 && isTag(content, i - 2)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTag(byte[] content, int last) {
        int head = content[last] & 0xff;
        return head == 0xd9 || head == 0;
    }
}
