package io.carrotmq.codecs;

import io.carrotmq.Properties;
import io.carrotmq.codec.Codecs;
import java.lang.reflect.Type;
import java.util.HexFormat;

/** Bodies to bytes and back, as an application has it. */
final class Bodies {
    static final String JSON = "application/json";
    static final String YAML = "application/x-yaml";
    static final String CBOR = "application/cbor";
    static final String MSGPACK = "application/x-msgpack";
    static final String PICKLE = "application/x-python-serialize";
    static final String SERIALIZED = "application/x-java-serialized-object";

    private Bodies() {}

    static Codecs codecs() {
        return Codecs.of(Bodies.class.getClassLoader());
    }

    static byte[] encode(String mediaType, Type type, Object body) {
        return codecs().codec(mediaType, type).encode(body);
    }

    static <T> T decode(String mediaType, Type type, byte[] content) {
        return decode(codecs(), mediaType, type, content);
    }

    static <T> T decode(Codecs codecs, String mediaType, Type type, byte[] content) {
        return codecs.<T>decoder(type, mediaType)
                .decode(content, Properties.builder().contentType(mediaType).build());
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
