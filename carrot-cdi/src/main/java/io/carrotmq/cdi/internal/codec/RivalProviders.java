package io.carrotmq.cdi.internal.codec;

import io.carrotmq.ConfigurationException;
import io.carrotmq.codec.CodecProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Codec providers for the same media type, of which nothing but the order of the class path would choose one. */
final class RivalProviders {
    private static final String CARROTS = "io.carrotmq.codecs.";

    private RivalProviders() {}

    /** Those of one loader: it goes before its parents, and an application's provider before one of Carrot's. */
    static List<ConfigurationException> in(ClassLoader module) {
        Map<String, List<String>> providers = ServiceLoader.load(CodecProvider.class, module).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.getClass().getClassLoader() == module)
                .filter(provider -> !provider.getClass().getName().startsWith(CARROTS))
                .filter(provider -> provider.missing().isEmpty())
                .collect(Collectors.groupingBy(
                        provider -> name(provider.mediaType()),
                        TreeMap::new,
                        Collectors.mapping(provider -> provider.getClass().getName(), Collectors.toList())));
        return providers.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> Messages.rivalProviders(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String name(String mediaType) {
        return mediaType.replaceFirst("(?s);.*", "").trim().toLowerCase(Locale.ROOT);
    }
}
