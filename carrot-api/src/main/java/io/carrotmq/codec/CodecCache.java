package io.carrotmq.codec;

import io.carrotmq.ConfigurationException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The codecs of one application, each made once: what providers make, and what is made of that for named types. */
final class CodecCache {
    private final Providers providers;
    private final CodecSettings settings;
    private final TypeNames names;
    private final Map<Key, Optional<Codec<?>>> made = new ConcurrentHashMap<>();
    private final Map<Key, Optional<Codec<?>>> resolved = new ConcurrentHashMap<>();

    CodecCache(Providers providers, CodecSettings settings) {
        this.providers = providers;
        this.settings = settings;
        this.names = new TypeNames(settings.typeNames());
    }

    /** A media type's own name, and a Java type. */
    private record Key(String mediaType, Type type) {}

    /** Empty if the media type is unknown or cannot hold the type. */
    @SuppressWarnings("unchecked") // made for exactly this type
    <T> Optional<Codec<T>> find(String mediaType, Type type) {
        if (providers.get(mediaType) == null) { // such a name may come from a message, and must leave no trace
            return Optional.empty();
        }
        Key key = new Key(mediaType, type);
        Optional<Codec<?>> before = resolved.get(key);
        if (before == null) {
            before = resolved.computeIfAbsent(key, absent -> resolve(absent));
        }
        return before.map(codec -> (Codec<T>) codec);
    }

    private Optional<Codec<?>> resolve(Key key) {
        Map<String, Class<?>> under = names.under(key.type());
        if (!under.isEmpty()) {
            return family(key, (Class<?>) key.type(), under);
        }
        String name = names.of(key.type());
        return name == null ? make(key) : make(key).map(codec -> new NamedCodec<>(codec, name));
    }

    @SuppressWarnings("unchecked") // each is for a subtype, and is used for bodies of that one only
    private Optional<Codec<?>> family(Key key, Class<?> supertype, Map<String, Class<?>> under) {
        Map<String, Codec<Object>> codecs = new TreeMap<>();
        under.forEach((name, named) ->
                make(new Key(key.mediaType(), named)).ifPresent(codec -> codecs.put(name, (Codec<Object>) codec)));
        Codec<Object> own = TypeNames.isAbstract(supertype)
                ? null
                : (Codec<Object>) make(key).orElse(null);
        return codecs.isEmpty() ? Optional.empty() : Optional.of(new SupertypeCodec<>(supertype, under, codecs, own));
    }

    /** The provider's own codec. */
    private Optional<Codec<?>> make(Key key) {
        return made.computeIfAbsent(key, absent -> {
            CodecProvider provider = providers.get(absent.mediaType());
            try {
                return provider.codec(absent.type(), settings).map(codec -> codec);
            } catch (ConfigurationException e) {
                throw e;
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                throw CodecErrors.brokenProvider(
                        provider, "make a codec for " + absent.type().getTypeName(), e);
            }
        });
    }

    /** How many answers are kept: one for each media type known and each Java type asked for. */
    int size() {
        return resolved.size();
    }
}
