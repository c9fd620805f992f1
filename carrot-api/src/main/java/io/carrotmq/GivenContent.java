package io.carrotmq;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/**
 * Bodies whose content type the sender names, and which are therefore not encoded: bytes go as they are, text in the
 * character set of the content encoding.
 */
final class GivenContent {
    private static final String TEXT = "utf-8";
    private static final String BINARY = "binary";

    private final Properties ofText;
    private final Properties ofBytes;

    GivenContent(Properties given) {
        ofText = stating(given, TEXT);
        ofBytes = stating(given, BINARY);
    }

    private static Properties stating(Properties given, String encoding) {
        return given.contentEncoding() != null
                ? given
                : given.toBuilder().contentEncoding(encoding).build();
    }

    Properties properties(Object body) {
        return body instanceof byte[] ? ofBytes : ofText;
    }

    byte[] bytes(SendOptions target, Object body) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof CharSequence text) {
            return encoded(target, text);
        }
        throw Messages.notAsGiven(target, body, ofText.contentType());
    }

    private byte[] encoded(SendOptions target, CharSequence text) {
        String encoding = ofText.contentEncoding();
        try {
            ByteBuffer buffer = Charset.forName(encoding).newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Messages.noCharset(target, encoding, e);
        } catch (CharacterCodingException e) {
            throw Messages.notInCharset(target, text.length(), encoding, e);
        }
    }
}
