package io.carrotmq.codecs;

import tools.jackson.databind.JsonNode;

/**
 * Bounds a tree in which a part may be at several places: aliases and memos make a tree of astronomical size, or a ring,
 * from a few bytes. Each place counts.
 */
final class TreeBounds {
    /** Beside one node for each byte, which nothing can exceed that shares no lists and objects. */
    private static final int SHARED_NODES = 100_000;

    private final String mediaType;
    private final int maxDepth;
    private final long maxNodes;
    private long nodes;

    private TreeBounds(String mediaType, int maxDepth, long maxNodes) {
        this.mediaType = mediaType;
        this.maxDepth = maxDepth;
        this.maxNodes = maxNodes;
    }

    static JsonNode checked(JsonNode root, String mediaType, int maxDepth, int length) {
        new TreeBounds(mediaType, maxDepth, (long) length + SHARED_NODES).visit(root, 0);
        return root;
    }

    private void visit(JsonNode node, int depth) {
        if (++nodes > maxNodes) {
            throw Messages.beyondBound(mediaType, "values", maxNodes);
        }
        if (!node.isContainer()) {
            return;
        }
        if (depth == maxDepth) {
            throw Messages.beyondBound(mediaType, "levels of nesting", maxDepth);
        }
        for (JsonNode child : node) {
            visit(child, depth + 1);
        }
    }
}
