package io.carrotmq;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/** Text in the character set that a sender's options name: what that cannot express is not sent. */
final class CharacterSet {
    private CharacterSet() {}

    static byte[] bytes(SendOptions target, CharSequence text, String charset) {
        try {
            ByteBuffer buffer = Charset.forName(charset).newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Messages.noCharset(target, charset, e);
        } catch (CharacterCodingException e) {
            throw Messages.notInCharset(target, text.length(), charset, e);
        }
    }

    /** The character set of that name, or null if there is none, as for {@code binary}. */
    static Charset orNull(String name) {
        try {
            return name != null && Charset.isSupported(name) ? Charset.forName(name) : null;
        } catch (IllegalCharsetNameException e) {
            return null;
        }
    }
}
