package io.carrotmq.codec;

import io.carrotmq.ConfigurationException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * The codecs one application can use: the built-in ones for JSON, text and bytes, and those it brings as
 * {@link CodecProvider} services, which win over built-in ones of the same media type.
 *
 * <p>Made with {@link #of(ClassLoader)}, once for each application. Safe for use by any number of threads. It keeps
 * references to the application's classes; drop it with the application.
 */
public final class Codecs {
    private final Map<String, CodecProvider> providers = new LinkedHashMap<>();

    private Codecs(Collection<CodecProvider> found) {
        found.forEach(provider -> providers.put(provider.mediaType(), provider));
    }

    /**
     * Collects the codecs an application can use.
     *
     * @param application the application's class loader
     * @return its codecs; JSON is among them if Jakarta JSON Binding and an implementation are visible
     */
    public static Codecs of(ClassLoader application) {
        List<CodecProvider> found = new ArrayList<>();
        found.add(new BytesCodecs());
        found.add(new TextCodecs());
        if (jsonIsHere()) {
            JsonCodecs.find(application).ifPresent(found::add);
        }
        ServiceLoader.load(CodecProvider.class, application).forEach(found::add);
        return new Codecs(found);
    }

    private static boolean jsonIsHere() {
        try {
            Class.forName("jakarta.json.bind.JsonbBuilder", false, Codecs.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /**
     * Finds the codec for a media type and a Java type.
     *
     * @param mediaType the media type, such as {@code application/json}
     * @param type the Java type, possibly generic
     * @param <T> the Java type, as the caller knows it
     * @return the codec
     * @throws ConfigurationException if there is none, naming what could be added
     */
    @SuppressWarnings("unchecked") // the provider made the codec for exactly this type
    public <T> Codec<T> codec(String mediaType, Type type) {
        CodecProvider provider = providers.get(MediaType.parse(mediaType).name());
        if (provider == null) {
            throw CodecErrors.noCodec(mediaType, type, mediaTypes());
        }
        return (Codec<T>) provider.codec(type).orElseThrow(() -> CodecErrors.noCodec(mediaType, type, mediaTypes()));
    }

    /**
     * Makes the decoder for a Java type.
     *
     * @param type the Java type, possibly generic
     * @param accepted the media types to accept; none given means all that can hold the type
     * @param <T> the Java type, as the caller knows it
     * @return the decoder
     * @throws ConfigurationException if a media type named, or any at all, cannot hold the type
     */
    @SuppressWarnings("unchecked") // the provider made the codec for exactly this type
    public <T> Decoder<T> decoder(Type type, String... accepted) {
        Map<String, Codec<T>> usable = new LinkedHashMap<>();
        for (String mediaType : accepted) {
            usable.put(MediaType.parse(mediaType).name(), codec(mediaType, type));
        }
        if (accepted.length == 0) {
            providers.forEach((mediaType, provider) ->
                    provider.codec(type).ifPresent(codec -> usable.put(mediaType, (Codec<T>) codec)));
        }
        if (usable.isEmpty()) {
            throw CodecErrors.noCodec("any media type", type, mediaTypes());
        }
        return new Decoder<>(type, usable);
    }

    /** {@return the media types known, sorted} */
    public Collection<String> mediaTypes() {
        return new TreeSet<>(providers.keySet());
    }
}
