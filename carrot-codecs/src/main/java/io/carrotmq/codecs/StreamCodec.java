package io.carrotmq.codecs;

import io.carrotmq.CodecException;
import io.carrotmq.codec.Codec;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** One Java type in a format that Jackson reads and writes itself. */
abstract class StreamCodec implements Codec<Object> {
    private final String mediaType;
    private final Type type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    StreamCodec(String mediaType, ObjectMapper mapper, Type type) {
        this.mediaType = mediaType;
        this.type = type;
        this.writer = mapper.writerFor(mapper.constructType(type));
        this.reader = mapper.readerFor(mapper.constructType(type));
    }

    abstract byte[] write(ObjectWriter writer, Object body) throws CharacterCodingException;

    /** Reads the whole content. */
    abstract Object read(ObjectReader reader, byte[] content, String contentEncoding) throws CharacterCodingException;

    @Override
    public final String contentType() {
        return mediaType;
    }

    @Override
    public final byte[] encode(Object body) {
        if (body == null) {
            throw Messages.notEncodable(mediaType, null, null);
        }
        try {
            return write(writer, body);
        } catch (CharacterCodingException
                | RuntimeException
                | StackOverflowError e) { // getters of the application throw what they like
            throw Messages.notEncodable(mediaType, body, e);
        }
    }

    @Override
    public final Object decode(byte[] content, String contentEncoding) {
        Object body;
        try {
            body = read(reader, content, contentEncoding);
        } catch (CodecException e) {
            throw e;
        } catch (CharacterCodingException
                | RuntimeException e) { // constructors of the application throw what they like
            throw Messages.notDecodable(mediaType, type, content.length, e);
        }
        if (body == null) {
            throw Messages.notDecodable(mediaType, type, content.length, null);
        }
        return body;
    }
}
