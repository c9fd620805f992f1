package io.carrotmq.cdi.internal.codec;

import io.carrotmq.ConfigurationException;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The codecs visible to the classes of one loader, each made once. */
public final class ModuleCodecs {
    private final Codecs codecs;
    private final Map<Key, Codec<?>> encoders = new ConcurrentHashMap<>();
    private final Map<Key, Decoder<?>> decoders = new ConcurrentHashMap<>();

    private final List<ConfigurationException> problems;

    /** Makes those of one loader. */
    public ModuleCodecs(ClassLoader module) {
        codecs = Codecs.of(module);
        problems = RivalProviders.in(module);
    }

    /** {@return what is wrong, although there are codecs} */
    public List<ConfigurationException> problems() {
        return problems;
    }

    /** A media type, empty for any, and a body type. */
    private record Key(String mediaType, Type body) {}

    /**
     * {@return the codec for a media type and a body type}
     *
     * @param point who asks, for the message
     * @param what it is that asks, such as {@code Publisher}, for the message
     * @throws ConfigurationException if there is none, which says who asks
     */
    @SuppressWarnings("unchecked") // made for exactly this type
    public <T> Codec<T> codec(String mediaType, Type body, String point, String what) {
        return found(point, what, () ->
                (Codec<T>) encoders.computeIfAbsent(new Key(mediaType, body), key -> codecs.codec(mediaType, body)));
    }

    /**
     * {@return a decoder for one media type, or for every one that can hold the type if none is named}
     *
     * @param point who asks, for the message
     * @param what it is that asks, such as {@code Consumer}, for the message
     * @throws ConfigurationException if there is none, which says who asks
     */
    @SuppressWarnings("unchecked") // made for exactly this type
    public <T> Decoder<T> decoder(String mediaType, Type body, String point, String what) {
        return found(point, what, () -> (Decoder<T>) decoders.computeIfAbsent(
                new Key(mediaType, body),
                key -> mediaType.isEmpty() ? codecs.decoder(body) : codecs.decoder(body, mediaType)));
    }

    private static <R> R found(String point, String what, Supplier<R> search) {
        try {
            return search.get();
        } catch (ConfigurationException e) {
            throw Messages.noCodec(point, what, e);
        }
    }
}
