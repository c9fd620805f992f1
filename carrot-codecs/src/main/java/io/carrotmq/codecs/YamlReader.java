package io.carrotmq.codecs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.schema.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a tree of the events of one YAML document. Aliases share the part they name, so that the tree is no larger than
 * the text; a part may contain itself. For one use.
 */
final class YamlReader {
    private static final String MEDIA_TYPE = YamlCodecs.MEDIA_TYPE;
    private static final Set<Tag> COLLECTIONS = Set.of(Tag.MAP, Tag.SEQ, Tag.SET);

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private final Parser events;
    private final YamlScalars scalars;
    private final int maxDepth;

    YamlReader(Parser events, Schema schema, int maxDepth) {
        this.events = events;
        this.scalars = new YamlScalars(schema.getScalarResolver());
        this.maxDepth = maxDepth;
    }

    JsonNode document() {
        expect(Event.ID.StreamStart);
        expect(Event.ID.DocumentStart);
        JsonNode root = node(0);
        expect(Event.ID.DocumentEnd);
        expect(Event.ID.StreamEnd);
        return root;
    }

    private void expect(Event.ID id) {
        if (events.next().getEventId() != id) {
            throw Messages.malformed(MEDIA_TYPE, "it is not one document");
        }
    }

    private JsonNode node(int depth) {
        Event event = events.next();
        if (event instanceof AliasEvent alias) {
            return named(alias.getAlias());
        }
        if (event instanceof ScalarEvent scalar) {
            return anchored(scalar, scalars.node(scalar));
        }
        CollectionStartEvent start = (CollectionStartEvent) event;
        if (depth == maxDepth) {
            throw Messages.beyondBound(MEDIA_TYPE, "levels of nesting", maxDepth);
        }
        Optional<Tag> tag = start.getTag().filter(text -> !text.equals("!")).map(Tag::new);
        if (tag.isPresent() && !COLLECTIONS.contains(tag.get())) {
            throw Messages.noPlainData(MEDIA_TYPE, "a tag");
        }
        if (start.getEventId() == Event.ID.SequenceStart) {
            return sequence(anchored(start, nodes.arrayNode()), depth);
        }
        return tag.isPresent() && tag.get().equals(Tag.SET)
                ? set(anchored(start, nodes.arrayNode()), depth)
                : mapping(anchored(start, nodes.objectNode()), depth);
    }

    private ArrayNode sequence(ArrayNode array, int depth) {
        while (!ended(Event.ID.SequenceEnd)) {
            array.add(node(depth + 1));
        }
        return array;
    }

    private ObjectNode mapping(ObjectNode object, int depth) {
        while (!ended(Event.ID.MappingEnd)) {
            String key = scalars.key(events.next(), this::named);
            if (object.has(key)) {
                throw Messages.malformed(MEDIA_TYPE, "two members have one name");
            }
            object.set(key, node(depth + 1));
        }
        return object;
    }

    /** A set is a mapping whose values are null. */
    private ArrayNode set(ArrayNode array, int depth) {
        while (!ended(Event.ID.MappingEnd)) {
            array.add(node(depth + 1));
            if (!node(depth + 1).isNull()) {
                throw Messages.malformed(MEDIA_TYPE, "a set has a value beside its members");
            }
        }
        return array;
    }

    private boolean ended(Event.ID end) {
        if (events.peekEvent().getEventId() != end) {
            return false;
        }
        events.next();
        return true;
    }

    private JsonNode named(Anchor anchor) {
        JsonNode node = anchors.get(anchor);
        if (node == null) {
            throw Messages.malformed(MEDIA_TYPE, "an alias names nothing before it");
        }
        return node;
    }

    private <N extends JsonNode> N anchored(NodeEvent event, N node) {
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return node;
    }
}
