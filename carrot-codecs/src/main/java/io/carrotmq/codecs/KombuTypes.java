package io.carrotmq.codecs;

import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What kombu makes of values JSON has no notation for: {@code {"__type__": "datetime", "__value__": "2026-11-21T10:00:00"}}.
 * The value takes the place of the object. Its type need not be known, for the Java type says what it is to become.
 */
final class KombuTypes {
    private static final String TYPE = "__type__";
    private static final String VALUE = "__value__";

    private KombuTypes() {}

    static boolean mayBeIn(String text) {
        return text.contains("\"" + TYPE + "\"");
    }

    static JsonNode unwrapped(JsonNode node) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, unwrapped(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            if (isWrapper(object)) {
                return value(object.get(VALUE));
            }
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                member.setValue(unwrapped(member.getValue()));
            }
        }
        return node;
    }

    private static boolean isWrapper(ObjectNode object) {
        return object.size() == 2 && object.path(TYPE).isString() && object.has(VALUE);
    }

    /** A UUID comes as {@code {"hex": "…"}}, 32 digits without dashes. */
    private static JsonNode value(JsonNode value) {
        if (value instanceof ObjectNode object
                && object.size() == 1
                && object.path("hex").isString()) {
            String hex = object.get("hex").stringValue();
            if (hex.matches("[0-9a-fA-F]{32}")) {
                return JsonNodeFactory.instance.stringNode(new UUID(
                                Long.parseUnsignedLong(hex.substring(0, 16), 16),
                                Long.parseUnsignedLong(hex.substring(16), 16))
                        .toString());
            }
        }
        return unwrapped(value);
    }
}
