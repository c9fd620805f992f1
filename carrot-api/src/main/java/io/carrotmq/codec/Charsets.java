package io.carrotmq.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;

/**
 * Strict conversion between bytes and text, for every codec whose format is text: what is malformed is an error, never a
 * replacement character. Safe for use by any number of threads.
 */
public final class Charsets {
    /** Names that Python writes and Java does not know. */
    private static final Map<String, String> PYTHONS =
            Map.of("latin-1", "iso-8859-1", "latin_1", "iso-8859-1", "utf_8", "utf-8");

    private Charsets() {}

    /** {@return the name that Java knows the character set by, if it is known by another} */
    static String known(String name) {
        return name == null ? null : PYTHONS.getOrDefault(name, name);
    }

    /**
     * Finds the character set a message names, also by the names Python has for it.
     *
     * @param contentEncoding its name; null or blank means UTF-8
     * @return the character set
     * @throws io.carrotmq.CodecException if this Java knows none of that name
     */
    public static Charset named(String contentEncoding) {
        if (contentEncoding == null || contentEncoding.isBlank()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(known(contentEncoding.trim().toLowerCase(Locale.ROOT)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw CodecErrors.unknownCharset(contentEncoding, e);
        }
    }

    /**
     * Writes a text.
     *
     * @param text the text
     * @param charset the character set
     * @return its bytes
     * @throws CharacterCodingException if the character set cannot express it, or it has half a surrogate pair
     */
    public static byte[] encode(String text, Charset charset) throws CharacterCodingException {
        if (charset == StandardCharsets.UTF_8 && !hasSurrogates(text)) {
            return text.getBytes(
                    charset); // faster than an encoder, and strict where there is nothing to be strict about
        }
        ByteBuffer buffer = charset.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads a text.
     *
     * @param content its bytes
     * @param charset the character set
     * @return the text
     * @throws CharacterCodingException if the bytes are malformed
     */
    public static String decode(byte[] content, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    }
}
