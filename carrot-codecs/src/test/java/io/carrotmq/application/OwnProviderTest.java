package io.carrotmq.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.CodecSettings;
import io.carrotmq.codec.Codecs;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that has a format of its own for a media type that Carrot has one for, on the same class path. */
class OwnProviderTest {
    private static final Codec<?> OWN = (Codec<?>) Proxy.newProxyInstance(
            OwnProviderTest.class.getClassLoader(),
            new Class<?>[] {Codec.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> 1;
                default -> "the application's own";
            });

    public static final class OwnYaml implements CodecProvider {
        @Override
        public String mediaType() {
            return "application/yaml";
        }

        @Override
        public Optional<? extends Codec<?>> codec(Type type, CodecSettings settings) {
            return Optional.of(OWN);
        }
    }

    @Test
    void itGoesBeforeCarrots(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CodecProvider.class.getName()), OwnYaml.class.getName());
        try (URLClassLoader application = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(Codecs.of(application).<String>codec("application/yaml", String.class))
                    .hasToString("the application's own");
        }
        assertThat(Codecs.of(getClass().getClassLoader()).<String>codec("application/yaml", String.class))
                .as("Carrot's, without it")
                .isNotNull()
                .doesNotHaveToString("the application's own");
    }
}
