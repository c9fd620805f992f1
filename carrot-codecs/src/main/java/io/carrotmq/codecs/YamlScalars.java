package io.carrotmq.codecs;

import java.util.Base64;
import java.util.Locale;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What scalars of YAML stand for. */
final class YamlScalars {
    private static final String MEDIA_TYPE = YamlCodecs.MEDIA_TYPE;

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final ScalarResolver resolver;

    YamlScalars(ScalarResolver resolver) {
        this.resolver = resolver;
    }

    JsonNode node(ScalarEvent scalar) {
        Tag tag = tag(scalar);
        String text = scalar.getValue();
        if (tag.equals(Tag.STR)) {
            return nodes.stringNode(text);
        } else if (tag.equals(Tag.INT)) {
            return integer(text);
        } else if (tag.equals(Tag.FLOAT)) {
            return decimal(text.toLowerCase(Locale.ROOT));
        } else if (tag.equals(Tag.BOOL)) {
            return bool(text.toLowerCase(Locale.ROOT));
        } else if (tag.equals(Tag.NULL)) {
            return nodes.nullNode();
        } else if (tag.equals(Tag.BINARY)) {
            return nodes.binaryNode(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
        }
        throw Messages.noPlainData(MEDIA_TYPE, "a tag");
    }

    /** Names of members are texts, whatever they look like; only a reference to a text or number may stand for one. */
    String key(Event event, Function<Anchor, JsonNode> anchors) {
        if (event instanceof AliasEvent alias) {
            JsonNode node = anchors.apply(alias.getAlias());
            if (node.isString() || node.isNumber() && !node.isBigInteger() && !node.isBigDecimal()) {
                return node.asString();
            }
        } else if (event instanceof ScalarEvent scalar) {
            JsonNode node = node(scalar);
            if (scalar.isPlain() && scalar.getValue().equals("<<")) {
                throw Messages.noPlainData(MEDIA_TYPE, "a merge key");
            }
            if (!node.isNull() && !node.isBinary()) {
                return scalar.getValue();
            }
        }
        throw Messages.noPlainData(MEDIA_TYPE, "a key that is no text");
    }

    private Tag tag(ScalarEvent scalar) {
        return scalar.getTag()
                .filter(tag -> !tag.equals("!"))
                .map(Tag::new)
                .orElseGet(() ->
                        resolver.resolve(scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar()));
    }

    private JsonNode bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw Messages.malformed(MEDIA_TYPE, "a boolean is neither true nor false");
        }
        return nodes.booleanNode(text.equals("true"));
    }

    private JsonNode integer(String text) {
        if (text.startsWith("0x")) {
            return Numbers.integer(MEDIA_TYPE, text.substring(2), 16);
        }
        return text.startsWith("0o")
                ? Numbers.integer(MEDIA_TYPE, text.substring(2), 8)
                : Numbers.integer(MEDIA_TYPE, text, 10);
    }

    private JsonNode decimal(String text) {
        if (text.endsWith(".inf")) {
            return nodes.numberNode(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return text.equals(".nan") ? nodes.numberNode(Double.NaN) : Numbers.decimal(MEDIA_TYPE, text);
    }
}
