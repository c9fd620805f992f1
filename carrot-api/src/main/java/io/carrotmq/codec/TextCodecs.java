package io.carrotmq.codec;

import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Strings as plain text, written in UTF-8 and read in the character set the message names. */
final class TextCodecs implements CodecProvider {
    private static final String MEDIA_TYPE = "text/plain";

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }

    @Override
    public Set<String> aliases() {
        return Set.of("application/text");
    }

    @Override
    public Optional<Codec<String>> codec(Type type, CodecSettings settings) {
        return type == String.class ? Optional.of(new TextCodec()) : Optional.empty();
    }

    private static final class TextCodec implements Codec<String> {
        @Override
        public String contentType() {
            return MEDIA_TYPE;
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public byte[] encode(String body) {
            if (body == null) {
                throw CodecErrors.notEncodable(MEDIA_TYPE, null, null);
            }
            try {
                return Charsets.encode(body, StandardCharsets.UTF_8);
            } catch (CharacterCodingException e) {
                throw CodecErrors.notEncodable(MEDIA_TYPE, body, e);
            }
        }

        @Override
        public String decode(byte[] content, String contentEncoding) {
            try {
                return Charsets.decode(content, Charsets.named(contentEncoding));
            } catch (CharacterCodingException e) {
                throw CodecErrors.notDecodable(MEDIA_TYPE, String.class, content.length, e);
            }
        }
    }
}
