package io.carrotmq.codec;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import java.io.ObjectInputFilter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * The codecs one application can use: the built-in ones for JSON, text and bytes, and those it brings as
 * {@link CodecProvider} services, which win over built-in ones of the same media type.
 *
 * <p>Made with {@link #of(ClassLoader)} or {@link #builder}, once for each application; what its {@link CodecsConfigurer}
 * services say applies to both. Safe for use by any number of threads. It keeps references to the application's classes;
 * drop it with the application.
 */
public final class Codecs {
    private final Map<String, CodecProvider> providers = new LinkedHashMap<>();
    private final CodecSettings settings;

    private Codecs(Builder builder) {
        this.settings = new CodecSettings(
                builder.application,
                builder.maxBytes,
                builder.maxDepth,
                builder.typeNames,
                builder.serializationFilter);
        found(builder.application).forEach(provider -> providers.put(provider.mediaType(), provider));
    }

    /**
     * Collects the codecs an application can use, with everything at its default that no {@link CodecsConfigurer} changes.
     *
     * @param application the application's class loader
     * @return its codecs; JSON is among them if Jakarta JSON Binding and an implementation are visible
     */
    public static Codecs of(ClassLoader application) {
        return builder(application).build();
    }

    /**
     * Starts to build the codecs an application can use.
     *
     * @param application the application's class loader
     * @return a builder, on which its {@link CodecsConfigurer} services have been called
     */
    public static Builder builder(ClassLoader application) {
        Builder builder = new Builder(application);
        ServiceLoader.load(CodecsConfigurer.class, application).forEach(each -> each.configure(builder));
        return builder;
    }

    private static List<CodecProvider> found(ClassLoader application) {
        List<CodecProvider> found = new ArrayList<>();
        found.add(new BytesCodecs());
        found.add(new TextCodecs());
        if (jsonIsHere()) {
            JsonCodecs.find(application).ifPresent(found::add);
        }
        ServiceLoader.load(CodecProvider.class, application).forEach(found::add);
        return found;
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
        return (Codec<T>)
                provider.codec(type, settings).orElseThrow(() -> CodecErrors.noCodec(mediaType, type, mediaTypes()));
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
                    provider.codec(type, settings).ifPresent(codec -> usable.put(mediaType, (Codec<T>) codec)));
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

    /** {@return what all of them respect} */
    public CodecSettings settings() {
        return settings;
    }

    /** Collects what is not default. For one thread. */
    public static final class Builder {
        private final ClassLoader application;
        private final Map<String, Class<?>> typeNames = new LinkedHashMap<>();
        private final Set<String> accepted = new LinkedHashSet<>();
        private int maxBytes = CodecSettings.DEFAULT_MAX_BYTES;
        private int maxDepth = CodecSettings.DEFAULT_MAX_DEPTH;
        private ObjectInputFilter serializationFilter;

        private Builder(ClassLoader application) {
            this.application = Objects.requireNonNull(application, "application");
        }

        /**
         * Bounds the bodies that are decoded. What is longer, or inflates to more, is a {@link CodecException}; {@code
         * byte[]} bodies, which are not decoded, are not bounded here.
         *
         * @param bytes 1 or more; 8 MiB unless set
         * @return this
         */
        public Builder maxBytes(int bytes) {
            maxBytes = bytes;
            return this;
        }

        /**
         * Bounds how deep lists and objects in a body may be nested.
         *
         * @param levels 1 to 1000; 100 unless set
         * @return this
         */
        public Builder maxDepth(int levels) {
            maxDepth = levels;
            return this;
        }

        /**
         * Has consumers that do not say what they accept accept these as well: media types that are dangerous to read from
         * strangers are accepted by nobody else.
         *
         * @param mediaTypes such as {@code application/x-python-serialize}
         * @return this
         */
        public Builder accept(String... mediaTypes) {
            accepted.addAll(List.of(mediaTypes));
            return this;
        }

        /**
         * Names a Java type. A message whose body is of a named type carries the name as its property {@code type}, and a
         * consumer of a sealed or other supertype decodes it to the named one. Names of classes never come from a message.
         *
         * @param name the logical name, unique among those given
         * @param type the Java type it stands for
         * @return this
         */
        public Builder type(String name, Class<?> type) {
            typeNames.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(type, "type"));
            return this;
        }

        /**
         * Allows Java serialization, for what a filter lets through.
         *
         * @param filter what may be read
         * @return this
         */
        public Builder serializationFilter(ObjectInputFilter filter) {
            serializationFilter = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Builds the codecs.
         *
         * @return the codecs the application can use
         * @throws ConfigurationException if a bound is out of range
         */
        public Codecs build() {
            return new Codecs(this);
        }
    }
}
