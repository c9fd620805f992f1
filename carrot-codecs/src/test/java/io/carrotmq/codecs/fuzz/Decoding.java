package io.carrotmq.codecs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.codec.GenericType;
import io.carrotmq.codecs.Order;
import java.io.ObjectInputFilter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What holds for the decoders of one media type and for any bytes: the body, or a {@link CodecException}, within bounds of
 * time and memory.
 */
final class Decoding {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Generous: a machine may be busy. What grows faster than its input takes minutes. */
    private static final long MAX_NANOS = 10_000_000_000L;

    private static final long MAX_ALLOCATED = 100L << 20;
    private static final long MAX_ALLOCATED_PER_BYTE = 1L << 10;

    private final List<Decoder<Object>> decoders = new ArrayList<>();
    private final Properties properties;

    private Decoding(Codecs codecs, String mediaType, String contentEncoding, Type... types) {
        for (Type type : types) {
            decoders.add(codecs.decoder(type, mediaType));
        }
        properties = Properties.builder()
                .contentType(mediaType)
                .contentEncoding(contentEncoding)
                .build();
    }

    private static Type[] types() {
        return new Type[] {Object.class, Order.class, new GenericType<Map<String, List<Order>>>() {}.type()};
    }

    static Decoding of(String mediaType) {
        return new Decoding(codecs(Decoding.class.getClassLoader()), mediaType, null, types());
    }

    static Decoding ofJsonBinding() {
        return new Decoding(
                codecs(new WithoutProviders(Decoding.class.getClassLoader())), "application/json", null, types());
    }

    static Decoding ofText(String contentEncoding) {
        return new Decoding(codecs(Decoding.class.getClassLoader()), "text/plain", contentEncoding, String.class);
    }

    private static Codecs codecs(ClassLoader application) {
        return Codecs.builder(application)
                .maxBytes(1 << 20)
                .serializationFilter(
                        ObjectInputFilter.Config.createFilter("io.carrotmq.codecs.*;java.lang.*;java.math.*;"
                                + "java.time.*;java.util.UUID;java.util.ArrayList;java.util.CollSer;!*"))
                .build();
    }

    void decode(byte[] content) {
        for (Decoder<Object> decoder : decoders) {
            if (!isWithinBounds(decoder, content)) { // the first time it may have loaded classes, and instrumented them
                assertThat(isWithinBounds(decoder, content))
                        .as("within bounds of time and memory")
                        .isTrue();
            }
        }
    }

    private boolean isWithinBounds(Decoder<Object> decoder, byte[] content) {
        long thread = Thread.currentThread().getId();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        try {
            assertThat(decoder.decode(content, properties)).isNotNull();
        } catch (CodecException expected) {
            assertThat(expected).hasMessageMatching("(?s)CARROT-\\d{4} .*");
        }
        return System.nanoTime() - start < MAX_NANOS
                && THREADS.getThreadAllocatedBytes(thread) - allocated
                        < MAX_ALLOCATED + MAX_ALLOCATED_PER_BYTE * content.length;
    }
}
