package io.carrotmq.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.Codecs;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingLibrariesTest {
    /** This module alone, on a class path on which some packages are not. The API is shared. */
    private static class Without extends URLClassLoader {
        private final List<String> hidden;

        Without(String... hidden) {
            super(
                    new URL[] {
                        Library.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    Without.class.getClassLoader());
            this.hidden = List.of(hidden);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (hidden.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith("io.carrotmq.codecs.")) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }

    private static Map<String, Optional<String>> missing(ClassLoader loader) {
        Map<String, Optional<String>> missing = new TreeMap<>();
        ServiceLoader.load(CodecProvider.class, loader).stream()
                .filter(service -> service.type().getClassLoader() == loader)
                .forEach(service -> missing.put(
                        service.type().getSimpleName(), service.get().missing()));
        return missing;
    }

    @Test
    void nothing() throws Exception {
        try (Without loader = new Without()) {
            assertThat(missing(loader))
                    .hasSize(6)
                    .allSatisfy((name, artifact) -> assertThat(artifact).isEmpty());
        }
    }

    @Test
    void everything() throws Exception {
        try (Without loader = new Without("tools.jackson.", "com.fasterxml.", "org.snakeyaml.", "org.msgpack.")) {
            Map<String, Optional<String>> missing = missing(loader);
            assertThat(missing.remove("JavaSerializationCodecs")).isEmpty();
            assertThat(missing.values()).hasSize(5).containsOnly(Optional.of("tools.jackson.core:jackson-databind"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "org.snakeyaml., YamlCodecs, org.snakeyaml:snakeyaml-engine",
        "org.msgpack., MsgPackCodecs, org.msgpack:msgpack-core",
        "tools.jackson.dataformat.cbor., CborCodecs, tools.jackson.dataformat:jackson-dataformat-cbor"
    })
    void one(String hidden, String provider, String artifact) throws Exception {
        try (Without loader = new Without(hidden)) {
            Map<String, Optional<String>> missing = missing(loader);
            assertThat(missing.remove(provider)).contains(artifact);
            assertThat(missing.values()).hasSize(5).containsOnly(Optional.empty());
        }
    }

    @Test
    void applicationsAreToldAndKeepTheBuiltInJson() throws Exception {
        try (Without loader = new Without("tools.jackson.", "com.fasterxml.") {
            @Override
            public java.util.Enumeration<URL> getResources(String name) throws java.io.IOException {
                return name.startsWith("META-INF/services/") ? findResources(name) : super.getResources(name);
            }
        }) {
            Codecs codecs = Codecs.of(loader);
            assertThatThrownBy(() -> codecs.codec("text/yaml", String.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("tools.jackson.core:jackson-databind");
            assertThat(codecs.codec("application/json", Map.class).getClass().getName())
                    .startsWith("io.carrotmq.codec.Json");
        }
        assertThat(Bodies.codecs().codec("application/json", Map.class)).isInstanceOf(JacksonJsonCodec.class);
    }

    @Test
    void otherNames() {
        Codecs codecs = Bodies.codecs();
        for (String alias : Arrays.asList(
                "application/yaml",
                "text/yaml",
                "text/x-yaml",
                "application/msgpack",
                "application/vnd.msgpack",
                "text/json")) {
            assertThat(codecs.codec(alias, String.class)).as(alias).isNotNull();
        }
    }
}
