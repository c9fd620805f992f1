package io.carrotmq;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses bodies as a publisher's options say, and says so in their properties. */
final class Compressor {
    private static final String HEADER = "compression";
    /** What kombu calls the zlib format. */
    private static final String ZLIB = "application/x-gzip";

    private static final String GZIP = "gzip";
    private static final String BINARY = "binary";

    private final Compression how;

    Compressor(Compression how) {
        this.how = how;
    }

    boolean takes(byte[] body) {
        return how.format() != null && body.length >= how.fromBytes();
    }

    byte[] compressed(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, body.length / 2));
        try (OutputStream in =
                how.format() == Compression.Format.GZIP ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
            in.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return out.toByteArray();
    }

    /**
     * The properties of compressed bodies.
     *
     * @param plain those of the same bodies as they are
     * @return null if bodies are not compressed at all, or these say that something has been done to them already
     */
    Properties labelled(Properties plain) {
        if (how.format() == null || plain.headers().containsKey(HEADER) || !isText(plain) && !isBinary(plain)) {
            return null;
        }
        return how.format() == Compression.Format.GZIP
                ? plain.toBuilder()
                        .contentType(withCharset(plain))
                        .contentEncoding(GZIP)
                        .build()
                : plain.toBuilder().header(HEADER, ZLIB).build();
    }

    private static boolean isBinary(Properties plain) {
        return BINARY.equalsIgnoreCase(plain.contentEncoding());
    }

    private static boolean isText(Properties plain) {
        return plain.contentEncoding() == null || CharacterSet.orNull(plain.contentEncoding()) != null;
    }

    /** The content encoding cannot name the character set any more; UTF-8 goes without saying. */
    private static String withCharset(Properties plain) {
        Charset charset = CharacterSet.orNull(plain.contentEncoding());
        boolean needless = charset == null
                || charset.equals(StandardCharsets.UTF_8)
                || plain.contentType().toLowerCase(Locale.ROOT).contains("charset=");
        return needless ? plain.contentType() : plain.contentType() + "; charset=" + plain.contentEncoding();
    }
}
