package io.carrotmq.codecs;

import io.carrotmq.CodecException;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Type;

/** One Java type by Java serialization. */
final class JavaSerializationCodec implements Codec<Object> {
    private static final String MEDIA_TYPE = JavaSerializationCodecs.MEDIA_TYPE;

    private final Type type;
    private final Class<?> raw;
    private final CodecSettings settings;

    JavaSerializationCodec(Type type, Class<?> raw, CodecSettings settings) {
        this.type = type;
        this.raw = raw;
        this.settings = settings;
    }

    @Override
    public String contentType() {
        return MEDIA_TYPE;
    }

    @Override
    public String contentEncoding() {
        return "binary";
    }

    @Override
    public byte[] encode(Object body) {
        if (body == null) {
            throw Messages.notEncodable(MEDIA_TYPE, null, null);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(body);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw Messages.notEncodable(MEDIA_TYPE, body, e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object decode(byte[] content, String contentEncoding) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(content);
        BoundedFilter filter = new BoundedFilter(settings, content.length);
        Object body;
        try (FilteredObjects objects = new FilteredObjects(bytes, filter, settings.application())) {
            body = objects.readObject();
        } catch (CodecException e) {
            throw e;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            if (filter.refused() != null) {
                throw Messages.refusedByFilter(filter.refused(), e);
            }
            throw Messages.notDecodable(MEDIA_TYPE, type, content.length, e);
        }
        if (bytes.available() > 0 || !raw.isInstance(body)) {
            throw Messages.notDecodable(MEDIA_TYPE, type, content.length, null);
        }
        return body;
    }
}
