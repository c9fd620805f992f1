package io.carrotmq.codec;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The codec of a type whose bodies are of several named types; which one, the property {@code type} says. */
final class SupertypeCodec<T> implements Codec<T> {
    private final Class<?> supertype;
    private final Codec<T> any;
    /** For bodies that are of no named type; null if the supertype is abstract. */
    private final Codec<T> own;

    private final Map<String, Codec<T>> byName;
    private final Map<Class<?>, NamedCodec<T>> byClass = new HashMap<>();

    /** Makes one of the codecs of the named types, at least one, and that of the supertype itself or null. */
    SupertypeCodec(Class<?> supertype, Map<String, Class<?>> names, Map<String, Codec<T>> codecs, Codec<T> own) {
        this.supertype = supertype;
        this.own = own;
        this.byName = new TreeMap<>(codecs);
        this.any = codecs.values().iterator().next();
        codecs.forEach((name, codec) -> byClass.put(names.get(name), new NamedCodec<>(codec, name)));
    }

    @Override
    public String contentType() {
        return any.contentType();
    }

    @Override
    public String contentEncoding() {
        return any.contentEncoding();
    }

    @Override
    public String typeName(T body) {
        NamedCodec<T> named = named(body);
        return named == null ? null : named.name();
    }

    private NamedCodec<T> named(T body) {
        if (body == null) {
            return null;
        }
        return byClass.get(body instanceof Enum<?> constant ? constant.getDeclaringClass() : body.getClass());
    }

    @Override
    public byte[] encode(T body) {
        NamedCodec<T> named = named(body);
        if (named != null) {
            return named.encode(body);
        }
        if (body == null) {
            throw CodecErrors.notEncodable(contentType(), null, null);
        }
        if (body.getClass() != supertype || own == null) {
            throw CodecErrors.unnamedBody(body.getClass(), supertype, names());
        }
        return own.encode(body);
    }

    @Override
    public T decode(byte[] content, String contentEncoding) {
        return forName(null).decode(content, contentEncoding);
    }

    /** The codec for what a message says in its property {@code type}. */
    Codec<T> forName(String name) {
        if (name == null || name.isEmpty()) {
            if (own == null) {
                throw CodecErrors.noTypeName(supertype, names());
            }
            return own;
        }
        Codec<T> codec = byName.get(name);
        if (codec == null) {
            throw CodecErrors.unknownTypeName(name, supertype, names());
        }
        return codec;
    }

    private Collection<String> names() {
        return byName.keySet();
    }
}
