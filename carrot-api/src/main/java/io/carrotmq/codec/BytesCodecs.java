package io.carrotmq.codec;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;

/** Bytes as they are, under the media type carrot has always given them. */
final class BytesCodecs implements CodecProvider {
    @Override
    public String mediaType() {
        return MediaType.DATA;
    }

    @Override
    public Set<String> aliases() {
        return Set.of("application/octet-stream");
    }

    @Override
    public Optional<Codec<byte[]>> codec(Type type, CodecSettings settings) {
        return type == byte[].class ? Optional.of(new BytesCodec()) : Optional.empty();
    }

    private static final class BytesCodec implements Codec<byte[]> {
        @Override
        public String contentType() {
            return MediaType.DATA;
        }

        @Override
        public String contentEncoding() {
            return "binary";
        }

        @Override
        public byte[] encode(byte[] body) {
            if (body == null) {
                throw CodecErrors.notEncodable(MediaType.DATA, null, null);
            }
            return body;
        }

        @Override
        public byte[] decode(byte[] content, String contentEncoding) {
            return content;
        }
    }
}
