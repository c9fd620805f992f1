package io.carrotmq.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * The providers one application has, by media type. Of two for one media type, one that works wins over one whose library
 * is missing, then one of the application's own loader over one of a parent, then one of anybody's over one of Carrot's optional
 * ones, then a service over what is built in.
 */
final class Providers {
    private final Map<String, CodecProvider> working = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    private Providers(List<CodecProvider> found) {
        List<Entry> entries = found.stream().map(Entry::of).toList();
        for (Entry entry : entries) {
            if (entry.missing().isEmpty()) {
                working.putIfAbsent(entry.mediaType(), entry.provider());
            }
        }
        for (Entry entry : entries) {
            if (!working.containsKey(entry.mediaType())) {
                missing.putIfAbsent(entry.mediaType(), entry.missing().orElseThrow());
            }
        }
        for (Entry entry : entries) {
            entry.aliases().forEach(alias -> aliases.putIfAbsent(alias, entry.mediaType()));
        }
    }

    /** What a provider says about itself, asked once. */
    private record Entry(CodecProvider provider, String mediaType, Set<String> aliases, Optional<String> missing) {
        static Entry of(CodecProvider provider) {
            try {
                Set<String> aliases = new TreeSet<>();
                provider.aliases().forEach(alias -> aliases.add(name(alias)));
                return new Entry(provider, name(provider.mediaType()), aliases, provider.missing());
            } catch (RuntimeException | LinkageError e) {
                throw CodecErrors.brokenProvider(provider, "say what it is for", e);
            }
        }

        private static String name(String mediaType) {
            MediaType parsed = MediaType.parse(mediaType);
            if (mediaType == null || mediaType.isBlank() || parsed.name().indexOf('/') < 1) {
                throw new IllegalArgumentException("'" + mediaType + "' is no media type");
            }
            return parsed.name();
        }
    }

    static Providers visibleTo(ClassLoader application) {
        List<CodecProvider> found = new ArrayList<>();
        ServiceLoader.load(CodecProvider.class, application).forEach(found::add);
        found.sort(Comparator.<CodecProvider, Boolean>comparing(
                        provider -> provider.getClass().getClassLoader() != application)
                .thenComparing(provider -> provider.getClass().getName().startsWith("io.carrotmq.codecs.")));
        found.add(new BytesCodecs());
        found.add(new TextCodecs());
        found.add(json(application));
        return new Providers(found);
    }

    private static CodecProvider json(ClassLoader application) {
        try {
            Class.forName("jakarta.json.bind.JsonbBuilder", false, Codecs.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            return new AbsentJson();
        }
        return JsonCodecs.find(application).orElseGet(AbsentJson::new);
    }

    /** The media type's own name: of an alias the one it stands for, of an unknown name itself. */
    String canonical(String name) {
        return working.containsKey(name) || missing.containsKey(name) ? name : aliases.getOrDefault(name, name);
    }

    /** All names that lead to a media type, its own among them. */
    Collection<String> names(String canonical) {
        Set<String> names = new TreeSet<>();
        names.add(canonical);
        aliases.keySet().stream()
                .filter(alias -> canonical(alias).equals(canonical))
                .forEach(names::add);
        return names;
    }

    /** The provider of a media type, null if there is none that works. */
    CodecProvider get(String canonical) {
        return working.get(canonical);
    }

    /** The artifact a media type lacks, null if it lacks none or is unknown. */
    String artifactFor(String canonical) {
        return missing.get(canonical);
    }

    Map<String, CodecProvider> all() {
        return working;
    }

    Collection<String> mediaTypes() {
        return new TreeSet<>(working.keySet());
    }
}
