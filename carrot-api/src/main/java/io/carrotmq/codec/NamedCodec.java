package io.carrotmq.codec;

/** The codec of a type that has a name, which each message carries. */
record NamedCodec<T>(Codec<T> codec, String name) implements Codec<T> {
    @Override
    public String contentType() {
        return codec.contentType();
    }

    @Override
    public String contentEncoding() {
        return codec.contentEncoding();
    }

    @Override
    public String typeName(T body) {
        return name;
    }

    @Override
    public byte[] encode(T body) {
        return codec.encode(body);
    }

    @Override
    public T decode(byte[] content, String contentEncoding) {
        return codec.decode(content, contentEncoding);
    }
}
