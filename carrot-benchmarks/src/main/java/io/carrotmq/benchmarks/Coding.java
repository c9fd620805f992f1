package io.carrotmq.benchmarks;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * A body, and a codec that writes and reads it.
 *
 * @param <T> the body's type
 */
record Coding<T>(String name, T body, Codec<T> codec, Decoder<T> decoder) {
    private static final String JSON = "application/json";

    /** {@return the order by each codec there is for JSON, behind its bytes as they are} */
    static List<Coding<?>> all() {
        Coding<Order> jackson =
                of("Jackson", Codecs.of(Coding.class.getClassLoader()), JSON, Order.class, Order.example());
        Coding<Order> jsonb = of(
                "JSON-B",
                Codecs.of(new WithoutServices(Coding.class.getClassLoader())),
                JSON,
                Order.class,
                Order.example());
        Coding<byte[]> bytes = of(
                "bytes",
                Codecs.of(Coding.class.getClassLoader()),
                "application/data",
                byte[].class,
                jackson.codec().encode(jackson.body()));
        return List.of(bytes, jackson, jsonb);
    }

    private static <T> Coding<T> of(String name, Codecs codecs, String mediaType, Type type, T body) {
        return new Coding<>(name, body, codecs.codec(mediaType, type), codecs.decoder(type, mediaType));
    }

    byte[] encoded() {
        return codec.encode(body);
    }

    /** An application that has not added carrot-codecs, so that JSON is that of JSON Binding. */
    private static final class WithoutServices extends ClassLoader {
        WithoutServices(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith("/" + CodecProvider.class.getName())
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
