package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Properties;
import jakarta.json.bind.Jsonb;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecsTest {
    /** An application's own text codec: it shouts. */
    public static final class ShoutingCodecs implements CodecProvider {
        @Override
        public String mediaType() {
            return "text/plain";
        }

        @Override
        public Optional<Codec<String>> codec(Type type, CodecSettings settings) {
            return type == String.class ? Optional.of(new Shouting()) : Optional.empty();
        }
    }

    private static final class Shouting implements Codec<String> {
        @Override
        public String contentType() {
            return "text/plain";
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public byte[] encode(String body) {
            return (body + "!").getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] content, String contentEncoding) {
            throw new IllegalStateException("a codec with a defect");
        }
    }

    private static URL[] service(Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CodecProvider.class.getName()), ShoutingCodecs.class.getName());
        return new URL[] {folder.toUri().toURL()};
    }

    private static Properties properties(String contentType, String contentEncoding) {
        return Properties.builder()
                .contentType(contentType)
                .contentEncoding(contentEncoding)
                .build();
    }

    private final Codecs codecs = Codecs.of(getClass().getClassLoader());

    @Test
    void knownMediaTypes() {
        assertThat(codecs.mediaTypes()).containsExactly("application/data", "application/json", "text/plain");
    }

    @Test
    void mediaTypesAreFoundWithoutParametersInAnyCase() {
        assertThat(codecs.<String>codec("Text/Plain; charset=utf-8", String.class)
                        .contentType())
                .isEqualTo("text/plain");
    }

    @Test
    void unknownMediaType() {
        assertThatThrownBy(() -> codecs.codec("application/yaml", String.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0155 no codec writes java.lang.String as 'application/yaml'")
                .hasMessageContaining("[application/data, application/json, text/plain]");
        assertThatThrownBy(() -> codecs.decoder(String.class, "text/plain", "application/yaml"))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void providerOfTheApplicationWins(@TempDir Path folder) throws Exception {
        try (URLClassLoader application =
                new URLClassLoader(service(folder), getClass().getClassLoader())) {
            Codecs own = Codecs.of(application);
            assertThat(own.<String>codec("text/plain", String.class).encode("hey"))
                    .asString()
                    .isEqualTo("hey!");
            assertThat(codecs.<String>codec("text/plain", String.class).encode("hey"))
                    .as("another application's codecs")
                    .asString()
                    .isEqualTo("hey");
        }
    }

    @Test
    void codecWithADefectIsADecodeFailure(@TempDir Path folder) throws Exception {
        try (URLClassLoader application =
                new URLClassLoader(service(folder), getClass().getClassLoader())) {
            Decoder<String> decoder = Codecs.of(application).decoder(String.class);
            assertThatThrownBy(() -> decoder.decode(new byte[] {'a'}, properties("text/plain", null)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0754 ")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void decoderFollowsTheContentType() {
        Decoder<String> decoder = codecs.decoder(String.class);
        assertThat(decoder.type()).isEqualTo(String.class);
        assertThat(decoder.decode("a".getBytes(UTF_8), properties("text/plain", null)))
                .isEqualTo("a");
        assertThat(decoder.decode("\"a\"".getBytes(UTF_8), properties("application/json", null)))
                .isEqualTo("a");
        assertThat(decoder.decode("\"a\"".getBytes(UTF_8), properties("Application/JSON ; x=y", null)))
                .isEqualTo("a");
    }

    @Test
    void charsetParameterWinsOverContentEncoding() {
        Decoder<String> decoder = codecs.decoder(String.class);
        byte[] latin = "é".getBytes(ISO_8859_1);
        assertThat(decoder.decode(latin, properties("text/plain; charset=\"ISO-8859-1\"", "utf-8")))
                .isEqualTo("é");
        assertThat(decoder.decode(latin, properties("text/plain", "iso-8859-1")))
                .isEqualTo("é");
    }

    @Test
    void unknownContentType() {
        Decoder<String> decoder = codecs.decoder(String.class, "text/plain");
        assertThatThrownBy(() -> decoder.decode(new byte[0], properties("application/json", null)))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0755 content type 'application/json'")
                .hasMessageContaining("[text/plain]");
    }

    @Test
    void missingContentTypeIsData() {
        assertThatThrownBy(() -> codecs.decoder(String.class).decode(new byte[0], Properties.NONE))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0755 ");
        byte[] content = {1};
        assertThat(codecs.<byte[]>decoder(byte[].class).decode(content, Properties.NONE))
                .isSameAs(content);
    }

    @Test
    void bytesTakeEveryContentType() {
        byte[] content = {1};
        assertThat(codecs.<byte[]>decoder(byte[].class).decode(content, properties("image/png", null)))
                .isSameAs(content);
    }

    @Test
    void textWorksWithoutJsonBinding() throws Exception {
        assertThat(mediaTypesIn(location(Codecs.class))).containsExactly("application/data", "text/plain");
    }

    @Test
    void textWorksWithoutAnImplementationOfJsonBinding() throws Exception {
        assertThat(mediaTypesIn(location(Codecs.class), location(Jsonb.class)))
                .containsExactly("application/data", "text/plain");
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @SuppressWarnings("unchecked") // the method's own type
    private static Collection<String> mediaTypesIn(URL... classPath) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(Codecs.class.getName());
            Object isolated = type.getMethod("of", ClassLoader.class).invoke(null, loader);
            return (Collection<String>) type.getMethod("mediaTypes").invoke(isolated);
        }
    }
}
