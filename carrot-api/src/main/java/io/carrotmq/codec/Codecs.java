package io.carrotmq.codec;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import java.io.ObjectInputFilter;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * The codecs one application can use: the built-in ones for JSON, text and bytes, and those it brings as
 * {@link CodecProvider} services, which win over built-in ones of the same media type.
 *
 * <p>Made with {@link #of(ClassLoader)} or {@link #builder}, once for each application; what its {@link CodecsConfigurer}
 * services say applies to both. Safe for use by any number of threads. It keeps references to the application's classes;
 * drop it with the application.
 */
public final class Codecs {
    private final Providers providers;
    private final CodecSettings settings;
    private final CodecCache cache;
    private final Set<String> askedFor = new LinkedHashSet<>();

    private Codecs(Builder builder) {
        this.settings = new CodecSettings(
                builder.application,
                builder.maxBytes,
                builder.maxDepth,
                builder.typeNames.asMap(),
                builder.serializationFilter);
        this.providers = Providers.visibleTo(builder.application);
        this.cache = new CodecCache(providers, settings);
        builder.accepted.forEach(mediaType -> askedFor.add(canonicalAccepted(mediaType)));
    }

    /**
     * Collects the codecs an application can use, with everything at its default that no {@link CodecsConfigurer} changes.
     *
     * @param application the application's class loader
     * @return its codecs; JSON is among them if Jakarta JSON Binding and an implementation are visible
     * @throws ConfigurationException if what the application brings is wrong
     */
    public static Codecs of(ClassLoader application) {
        return builder(application).build();
    }

    /**
     * Starts to build the codecs an application can use.
     *
     * @param application the application's class loader
     * @return a builder, on which its {@link CodecsConfigurer} services have been called
     * @throws ConfigurationException if one of them throws
     */
    public static Builder builder(ClassLoader application) {
        Builder builder = new Builder(application);
        ServiceLoader.load(CodecsConfigurer.class, application).forEach(each -> configure(builder, each));
        return builder;
    }

    private static void configure(Builder builder, CodecsConfigurer configurer) {
        try {
            configurer.configure(builder);
        } catch (ConfigurationException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw CodecErrors.brokenProvider(configurer, "configure the codecs", e);
        }
    }

    private String canonicalAccepted(String mediaType) {
        String name = providers.canonical(MediaType.parse(mediaType).name());
        if (providers.get(name) == null) {
            String artifact = providers.artifactFor(name);
            throw artifact == null
                    ? CodecErrors.cannotAccept(mediaType, mediaTypes())
                    : CodecErrors.missing(mediaType, artifact);
        }
        return name;
    }

    /**
     * Finds the codec for a media type and a Java type. It is made once.
     *
     * @param mediaType the media type, such as {@code application/json}, or another name of it
     * @param type the Java type, possibly generic
     * @param <T> the Java type, as the caller knows it
     * @return the codec
     * @throws ConfigurationException if there is none, naming what could be added
     */
    public <T> Codec<T> codec(String mediaType, Type type) {
        String name = providers.canonical(MediaType.parse(mediaType).name());
        String artifact = providers.artifactFor(name);
        if (artifact != null) {
            throw CodecErrors.missing(mediaType, artifact);
        }
        return cache.<T>find(name, type).orElseThrow(() -> CodecErrors.noCodec(mediaType, type, mediaTypes()));
    }

    /**
     * Finds the codec for a media type and a Java type with type arguments.
     *
     * @param mediaType the media type, such as {@code application/json}, or another name of it
     * @param type the Java type
     * @param <T> the Java type
     * @return the codec
     * @throws ConfigurationException if there is none, naming what could be added
     */
    public <T> Codec<T> codec(String mediaType, GenericType<T> type) {
        return codec(mediaType, type.type());
    }

    /**
     * Makes the decoder for a Java type.
     *
     * @param type the Java type, possibly generic
     * @param accepted the media types to accept, and no other; none given means all that can hold the type, except those
     *     that are {@linkplain CodecProvider#acceptedUnasked not accepted unasked} and not in {@link Builder#accept}
     * @param <T> the Java type, as the caller knows it
     * @return the decoder
     * @throws ConfigurationException if a media type named, or any at all, cannot hold the type
     */
    public <T> Decoder<T> decoder(Type type, String... accepted) {
        Map<String, Codec<T>> usable = new TreeMap<>();
        for (String mediaType : accepted) {
            usable.put(providers.canonical(MediaType.parse(mediaType).name()), codec(mediaType, type));
        }
        if (accepted.length == 0) {
            providers.all().forEach((mediaType, provider) -> {
                if (askedFor.contains(mediaType) || isAcceptedUnasked(provider)) {
                    cache.<T>find(mediaType, type).ifPresent(codec -> usable.put(mediaType, codec));
                }
            });
        }
        if (usable.isEmpty()) {
            throw CodecErrors.noCodec("any media type", type, mediaTypes());
        }
        return new Decoder<>(this, type, usable);
    }

    /**
     * Makes the decoder for a Java type with type arguments.
     *
     * @param type the Java type
     * @param accepted the media types to accept, as in {@link #decoder(Type, String...)}
     * @param <T> the Java type
     * @return the decoder
     * @throws ConfigurationException if a media type named, or any at all, cannot hold the type
     */
    public <T> Decoder<T> decoder(GenericType<T> type, String... accepted) {
        return decoder(type.type(), accepted);
    }

    private static boolean isAcceptedUnasked(CodecProvider provider) {
        try {
            return provider.acceptedUnasked();
        } catch (RuntimeException | LinkageError e) {
            throw CodecErrors.brokenProvider(provider, "say whether it is accepted", e);
        }
    }

    Providers providers() {
        return providers;
    }

    /** Whether it could be accepted for a type; a provider that fails now never was. */
    boolean canHold(String mediaType, Type type) {
        try {
            return cache.find(mediaType, type).isPresent();
        } catch (ConfigurationException broken) {
            return false;
        }
    }

    CodecCache cache() {
        return cache;
    }

    /** {@return the media types known, sorted} */
    public Collection<String> mediaTypes() {
        return providers.mediaTypes();
    }

    /** {@return what all of them respect} */
    public CodecSettings settings() {
        return settings;
    }

    /** Collects what is not default. For one thread. */
    public static final class Builder {
        private final ClassLoader application;
        private final TypeNames typeNames = new TypeNames();
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
         * @param name the logical name, unique among those given, 1 to 255 bytes long
         * @param type the Java type it stands for: a class that is not abstract, a record or an enum, which has no other
         *     name
         * @return this
         * @throws ConfigurationException if the name or the type is taken or does not fit
         */
        public Builder type(String name, Class<?> type) {
            typeNames.add(name, type);
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
         * @throws ConfigurationException if a bound is out of range, a media type to accept is unknown or its library
         *     is missing, or a provider fails
         */
        public Codecs build() {
            return new Codecs(this);
        }
    }
}
