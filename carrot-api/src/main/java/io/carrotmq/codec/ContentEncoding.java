package io.carrotmq.codec;

import io.carrotmq.Properties;
import java.util.Locale;
import java.util.Set;

/**
 * What a message says about how its text became bytes: the character set and the compression, each null if it says none.
 * Both may be in the content encoding, as Spring writes it ({@code gzip:UTF-8}, {@code gzip, UTF-8}); kombu names the
 * compression in a header.
 */
record ContentEncoding(String charset, String compression) {
    private static final String HEADER = "compression";
    private static final Set<String> NOTHING = Set.of("", "identity", "none");
    private static final Set<String> DEFLATED =
            Set.of("gzip", "x-gzip", "application/x-gzip", "application/gzip", "zlib", "application/zlib", "deflate");
    private static final Set<String> UNREADABLE = Set.of(
            "bzip2",
            "bzip",
            "bz2",
            "x-bzip2",
            "lzma",
            "xz",
            "zstd",
            "zstandard",
            "br",
            "brotli",
            "zip",
            "compress",
            "x-compress",
            "lz4",
            "snappy");

    static ContentEncoding of(Properties properties) {
        ContentEncoding stated = parse(properties.contentEncoding());
        Object header = properties.headers().get(HEADER);
        return header == null ? stated : stated.withHeader(String.valueOf(header));
    }

    private static ContentEncoding parse(String contentEncoding) {
        if (contentEncoding == null || contentEncoding.equals("utf-8") || contentEncoding.equals("binary")) {
            return new ContentEncoding(contentEncoding, null);
        }
        ContentEncoding parsed = new ContentEncoding(null, null);
        for (String part : contentEncoding.split(",")) {
            parsed = parsed.with(part.trim());
        }
        return parsed;
    }

    private ContentEncoding with(String part) {
        int colon = part.indexOf(':'); // which may also be a part of a character set's name
        if (colon > 0 && isCompression(part.substring(0, colon).trim())) {
            return with(part.substring(0, colon).trim())
                    .with(part.substring(colon + 1).trim());
        }
        if (NOTHING.contains(lower(part))) {
            return this;
        }
        return isCompression(part)
                ? new ContentEncoding(charset, compression == null ? lower(part) : compression + ", " + lower(part))
                : new ContentEncoding(charset == null ? part : charset + ", " + part, compression);
    }

    private ContentEncoding withHeader(String named) {
        String name = lower(named.trim());
        if (NOTHING.contains(name)) {
            return this;
        }
        return new ContentEncoding(charset, compression == null ? name : compression + ", " + name);
    }

    private static boolean isCompression(String name) {
        String known = lower(name);
        return DEFLATED.contains(known) || UNREADABLE.contains(known);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Undoes the compression. */
    byte[] inflated(byte[] content, int maxBytes) {
        if (compression == null) {
            return content;
        }
        if (!DEFLATED.contains(compression)) {
            throw CodecErrors.unreadableCompression(compression);
        }
        return new Inflation(content, maxBytes).bytes(compression.equals("deflate"));
    }
}
