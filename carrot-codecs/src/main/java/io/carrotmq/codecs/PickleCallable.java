package io.carrotmq.codecs;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What older protocols write sets and bytes with, for want of an opcode: a name to look up and call. Here it is notation;
 * nothing is looked up.
 */
enum PickleCallable {
    SET("set") {
        @Override
        JsonNode call(ArrayNode arguments) {
            return elements(arguments);
        }
    },
    FROZENSET("frozenset") {
        @Override
        JsonNode call(ArrayNode arguments) {
            return elements(arguments);
        }
    },
    BYTES("bytes") {
        @Override
        JsonNode call(ArrayNode arguments) {
            return bytes(arguments);
        }
    },
    BYTEARRAY("bytearray") {
        @Override
        JsonNode call(ArrayNode arguments) {
            return bytes(arguments);
        }
    },
    ENCODE("encode") {
        @Override
        JsonNode call(ArrayNode arguments) {
            boolean latin =
                    arguments.size() == 2 && arguments.get(1).asString("").startsWith("latin");
            String text = arguments.path(0).isString() ? arguments.get(0).stringValue() : null;
            if (!latin || text == null || text.chars().anyMatch(character -> character > 0xff)) {
                throw noPlainData();
            }
            return JsonNodeFactory.instance.binaryNode(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    };

    private final String name;

    PickleCallable(String name) {
        this.name = name;
    }

    static PickleCallable named(String module, String name) {
        for (PickleCallable callable : values()) {
            boolean home = callable == ENCODE
                    ? module.equals("_codecs")
                    : module.equals("builtins") || module.equals("__builtin__");
            if (home && callable.name.equals(name)) {
                return callable;
            }
        }
        throw Messages.noPlainData(PickleCodecs.MEDIA_TYPE, "the name of something to call");
    }

    abstract JsonNode call(ArrayNode arguments);

    private static JsonNode elements(ArrayNode arguments) {
        if (arguments.isEmpty()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (arguments.size() != 1 || !arguments.get(0).isArray()) {
            throw noPlainData();
        }
        return arguments.get(0);
    }

    private static JsonNode bytes(ArrayNode arguments) {
        if (arguments.isEmpty()) {
            return JsonNodeFactory.instance.binaryNode(new byte[0]);
        }
        if (arguments.size() != 1 || !arguments.get(0).isBinary()) {
            throw noPlainData();
        }
        return arguments.get(0);
    }

    private static RuntimeException noPlainData() {
        return Messages.noPlainData(PickleCodecs.MEDIA_TYPE, "a call");
    }
}
