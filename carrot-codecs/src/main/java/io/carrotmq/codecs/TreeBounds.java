package io.carrotmq.codecs;

import tools.jackson.databind.JsonNode;

/**
 * Bounds a tree in which a part may be at several places: aliases and memos make a tree of astronomical size, or a ring,
 * from a few bytes. Each place counts.
 */
final class TreeBounds {
    /** Beside one node for each byte, which nothing can exceed that shares no lists and objects. */
    private static final int SHARED_NODES = 100_000;
    /** Beside one for each byte. Where the type asked for is another, each place makes a copy: bytes as text, text as bytes. */
    private static final int SHARED_LENGTH = 8 << 20;

    private final String mediaType;
    private final int maxDepth;
    private final long maxNodes;
    private final long maxLength;
    private long nodes;
    private long length;

    private TreeBounds(String mediaType, int maxDepth, int length) {
        this.mediaType = mediaType;
        this.maxDepth = maxDepth;
        this.maxNodes = (long) length + SHARED_NODES;
        this.maxLength = (long) length + SHARED_LENGTH;
    }

    static JsonNode checked(JsonNode root, String mediaType, int maxDepth, int length) {
        new TreeBounds(mediaType, maxDepth, length).visit(root, 0);
        return root;
    }

    private void visit(JsonNode node, int depth) {
        if (++nodes > maxNodes) {
            throw Messages.beyondBound(mediaType, "values", maxNodes);
        }
        if (!node.isContainer()) {
            add(node.isString() ? node.stringValue().length() : node.isBinary() ? node.binaryValue().length : 0);
            return;
        }
        if (depth == maxDepth) {
            throw Messages.beyondBound(mediaType, "levels of nesting", maxDepth);
        }
        node.propertyNames().forEach(name -> add(name.length()));
        for (JsonNode child : node) {
            visit(child, depth + 1);
        }
    }

    private void add(int more) {
        length += more;
        if (length > maxLength) {
            throw Messages.beyondBound(mediaType, "characters and bytes", maxLength);
        }
    }
}
