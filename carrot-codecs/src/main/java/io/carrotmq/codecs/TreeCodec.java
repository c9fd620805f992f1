package io.carrotmq.codecs;

import io.carrotmq.CodecException;
import io.carrotmq.codec.Codec;
import java.io.IOException;
import java.lang.reflect.Type;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** One Java type in a format that is read and written as a tree. */
final class TreeCodec implements Codec<Object> {
    private final String mediaType;
    private final TreeFormat format;
    private final Mapping mapping;
    private final Type type;
    private final JavaType javaType;

    TreeCodec(String mediaType, TreeFormat format, Mapping mapping, Type type) {
        this.mediaType = mediaType;
        this.format = format;
        this.mapping = mapping;
        this.type = type;
        this.javaType = mapping.type(type);
    }

    @Override
    public String contentType() {
        return mediaType;
    }

    @Override
    public String contentEncoding() {
        return format.contentEncoding();
    }

    @Override
    public byte[] encode(Object body) {
        if (body == null) {
            throw Messages.notEncodable(mediaType, null, null);
        }
        try {
            return format.write(mapping.tree(body, javaType));
        } catch (CodecException e) {
            throw e;
        } catch (IOException
                | RuntimeException
                | StackOverflowError e) { // getters of the application throw what they like
            throw Messages.notEncodable(mediaType, body, e);
        }
    }

    @Override
    public Object decode(byte[] content, String contentEncoding) {
        Object body;
        try {
            JsonNode tree = format.read(content, contentEncoding);
            body = mapping.value(tree, javaType);
        } catch (CodecException e) {
            throw e;
        } catch (IOException
                | RuntimeException
                | StackOverflowError e) { // constructors of the application throw what they like
            throw Messages.notDecodable(mediaType, type, content.length, e);
        }
        if (body == null) {
            throw Messages.notDecodable(mediaType, type, content.length, null);
        }
        return body;
    }
}
