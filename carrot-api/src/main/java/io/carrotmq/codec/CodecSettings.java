package io.carrotmq.codec;

import java.io.ObjectInputFilter;
import java.util.Map;
import java.util.Objects;

/**
 * What all codecs of an application respect. Made with {@link Codecs#builder}. Immutable.
 *
 * @param application the application's class loader
 * @param maxBytes the longest body that is decoded, compressed or inflated, in bytes, 1 or more
 * @param maxDepth how deep lists and objects in a body may be nested, 1 to 1000
 * @param typeNames the logical names of Java types, which stand for them in messages
 * @param serializationFilter what Java serialization may read; null if it is not used
 */
public record CodecSettings(
        ClassLoader application,
        int maxBytes,
        int maxDepth,
        Map<String, Class<?>> typeNames,
        ObjectInputFilter serializationFilter) {
    /** The default of {@link #maxBytes}: 8 MiB. */
    public static final int DEFAULT_MAX_BYTES = 8 << 20;

    /** The default of {@link #maxDepth}. */
    public static final int DEFAULT_MAX_DEPTH = 100;

    /** Checks the ranges and the names, and copies these. */
    public CodecSettings {
        Objects.requireNonNull(application, "application");
        if (maxBytes < 1) {
            throw CodecErrors.outOfRange("maxBytes", maxBytes, "1 or more");
        }
        if (maxDepth < 1 || maxDepth > 1_000) {
            throw CodecErrors.outOfRange("maxDepth", maxDepth, "1 to 1000");
        }
        typeNames = Map.copyOf(new TypeNames(typeNames).asMap());
    }
}
