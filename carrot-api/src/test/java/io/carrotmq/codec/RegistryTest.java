package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Properties;
import java.io.ObjectInputFilter;
import java.lang.reflect.Type;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryTest {
    @TempDir
    private Path folder;

    /** Writes strings with a mark before them. */
    private record MarkingCodec(String contentType, String mark) implements Codec<String> {
        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public byte[] encode(String body) {
            return (mark + body).getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] content, String contentEncoding) {
            return mark + new String(content, UTF_8);
        }
    }

    /** A format whose other names are those that kombu uses. */
    public static class YamlCodecs implements CodecProvider {
        final List<Type> askedFor = new ArrayList<>();

        @Override
        public String mediaType() {
            return "application/yaml";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("application/x-yaml", "text/yaml", "Text/X-Yaml", "text/plain");
        }

        @Override
        public Optional<Codec<String>> codec(Type type, CodecSettings settings) {
            askedFor.add(type);
            return type == String.class
                    ? Optional.of(new MarkingCodec(mediaType(), askedFor.size() + ": "))
                    : Optional.empty();
        }
    }

    /** A format that is dangerous to read from strangers. */
    public static final class PickleCodecs implements CodecProvider {
        @Override
        public String mediaType() {
            return "application/x-python-serialize";
        }

        @Override
        public boolean acceptedUnasked() {
            return false;
        }

        @Override
        public Optional<Codec<String>> codec(Type type, CodecSettings settings) {
            return type == String.class ? Optional.of(new MarkingCodec(mediaType(), "p")) : Optional.empty();
        }
    }

    /** A format without its library. */
    public static final class BareCodecs implements CodecProvider {
        @Override
        public String mediaType() {
            return "application/cbor";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("application/x-cbor");
        }

        @Override
        public Optional<String> missing() {
            return Optional.of("org.example:cbor");
        }

        @Override
        public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
            throw new AssertionError("asked although its library is missing");
        }
    }

    /** Another JSON without its library. */
    public static final class BareJson implements CodecProvider {
        @Override
        public String mediaType() {
            return "application/json";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("application/x-json");
        }

        @Override
        public Optional<String> missing() {
            return Optional.of("org.example:json");
        }

        @Override
        public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
            throw new AssertionError("asked although its library is missing");
        }
    }

    /** Cannot even make a codec. */
    public static final class FailingCodecs implements CodecProvider {
        @Override
        public String mediaType() {
            return "application/failing";
        }

        @Override
        public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
            throw new NoClassDefFoundError("org/example/Half");
        }
    }

    /** Does not know what it is for. */
    public static final class NamelessCodecs implements CodecProvider {
        @Override
        public String mediaType() {
            return " ";
        }

        @Override
        public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
            return Optional.empty();
        }
    }

    /** Trusts its senders. */
    public static final class Trusting implements CodecsConfigurer {
        @Override
        public void configure(Codecs.Builder codecs) {
            codecs.accept("application/x-python-serialize")
                    .maxBytes(10)
                    .maxDepth(3)
                    .type("text", String.class)
                    .serializationFilter(info -> ObjectInputFilter.Status.REJECTED);
        }
    }

    /** Names too much. */
    public static final class Confused implements CodecsConfigurer {
        @Override
        public void configure(Codecs.Builder codecs) {
            throw new IllegalStateException("what was it again");
        }
    }

    private Codecs with(Class<?>... providers) throws Exception {
        // stays open as long as the codecs are used; it reads from a folder only
        return Codecs.of(
                new Services(folder).with(CodecProvider.class, providers).loader());
    }

    private static Properties as(String contentType) {
        return Properties.builder().contentType(contentType).build();
    }

    private static final byte[] A = {'a'};

    @Test
    void otherNamesLeadToTheSameCodec() throws Exception {
        Codecs codecs = with(YamlCodecs.class);
        Codec<String> yaml = codecs.codec("application/yaml", String.class);
        assertThat(codecs.<String>codec("application/x-yaml", String.class)).isSameAs(yaml);
        assertThat(codecs.<String>codec("TEXT/X-YAML; charset=utf-8", String.class))
                .isSameAs(yaml);
        assertThat(codecs.codec("text/yaml", new GenericType<String>() {})).isSameAs(yaml);
        assertThat(codecs.mediaTypes())
                .containsExactly("application/data", "application/json", "application/yaml", "text/plain");
        Decoder<String> decoder = codecs.decoder(String.class, "text/yaml");
        for (String name : List.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")) {
            assertThat(decoder.decode(A, as(name))).endsWith("a");
        }
    }

    @Test
    void otherNameTakesNothingFromAMediaTypeOfThatName() throws Exception {
        assertThat(with(YamlCodecs.class)
                        .<String>codec("text/plain", String.class)
                        .contentType())
                .isEqualTo("text/plain");
    }

    @Test
    void builtInOnesHaveOtherNames() {
        Codecs codecs = Codecs.of(getClass().getClassLoader());
        Decoder<String> decoder = codecs.decoder(String.class);
        assertThat(decoder.decode(A, as("application/text"))).isEqualTo("a");
        assertThat(decoder.decode("\"a\"".getBytes(UTF_8), as("text/json"))).isEqualTo("a");
        assertThat(codecs.<byte[]>codec("application/octet-stream", byte[].class)
                        .contentType())
                .isEqualTo("application/data");
    }

    @Test
    void codecIsMadeOnce() throws Exception {
        Codecs codecs = with(YamlCodecs.class);
        Codec<String> first = codecs.codec("application/yaml", String.class);
        assertThat(codecs.<String>decoder(String.class).decode(A, as("application/yaml")))
                .isEqualTo("1: a");
        assertThat(codecs.<String>decoder(String.class, "text/yaml").decode(A, as("application/yaml")))
                .as("made by the first call for String, as the only one")
                .isEqualTo("1: a");
        assertThat(codecs.<String>codec("application/yaml", String.class)).isSameAs(first);
        assertThatThrownBy(() -> codecs.codec("application/yaml", Integer.class))
                .hasMessageStartingWith("CARROT-0155 ");
    }

    @Test
    void dangerousFormatIsForThoseWhoAskForIt() throws Exception {
        Codecs codecs = with(PickleCodecs.class);
        String pickle = "application/x-python-serialize";
        assertThatThrownBy(() -> codecs.decoder(String.class).decode(A, as(pickle)))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0755 ")
                .hasMessageContaining("although it is known (accepted: [application/json, text/plain])")
                .hasMessageContaining("Codecs.Builder.accept")
                .hasMessageContaining("name it");
        assertThat(codecs.<String>decoder(String.class, pickle).decode(A, as(pickle)))
                .isEqualTo("pa");
        assertThat(codecs.<String>codec(pickle, String.class).encode("a"))
                .asString()
                .isEqualTo("pa");

        Codecs trusting = Codecs.builder(codecs.settings().application())
                .accept("Application/X-Python-Serialize")
                .build();
        assertThat(trusting.<String>decoder(String.class).decode(A, as(pickle))).isEqualTo("pa");
        assertThatThrownBy(() -> trusting.decoder(String.class, "text/plain").decode(A, as(pickle)))
                .as("who says what it accepts accepts nothing else")
                .hasMessageStartingWith("CARROT-0755 ");
        assertThatThrownBy(() -> trusting.decoder(Integer.class).decode(A, as(pickle)))
                .hasMessageStartingWith("CARROT-0755 ")
                .hasMessageNotContaining("although");
    }

    @Test
    void unknownMediaTypeCannotBeAccepted() throws Exception {
        Codecs.Builder typo = Codecs.builder(getClass().getClassLoader()).accept("application/x-pikle");
        assertThatThrownBy(typo::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0153 'application/x-pikle'");
        Codecs.Builder bare =
                Codecs.builder(with(BareCodecs.class).settings().application()).accept("application/cbor");
        assertThatThrownBy(bare::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0157 ");
    }

    @Test
    void absentJsonNamesArtifactsThatWouldBringIt() {
        assertThat(new AbsentJson().missing())
                .hasValueSatisfying(artifacts -> assertThat(artifacts)
                        .contains(
                                "org.eclipse:yasson",
                                "io.carrotmq:carrot-codecs with tools.jackson.core:jackson-databind"));
    }

    @Test
    void missingLibraryIsNamedToThoseWhoAskForIt() throws Exception {
        Codecs codecs = with(BareCodecs.class);
        assertThat(codecs.mediaTypes()).doesNotContain("application/cbor");
        for (String name : List.of("application/cbor", "application/x-cbor")) {
            assertThatThrownBy(() -> codecs.codec(name, String.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0157 '" + name + "'")
                    .hasMessageContaining("org.example:cbor");
            assertThatThrownBy(() -> codecs.decoder(String.class, "text/plain", name))
                    .hasMessageStartingWith("CARROT-0157 ");
            for (Decoder<?> decoder :
                    List.of(codecs.decoder(String.class), codecs.decoder(String.class, "text/plain"))) {
                assertThatThrownBy(() -> decoder.decode(A, as(name)))
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0785 ")
                        .hasMessageContaining("org.example:cbor");
            }
        }
    }

    @Test
    void providerWithoutItsLibraryLeavesTheMediaTypeToAnother() throws Exception {
        Codecs codecs = with(BareJson.class);
        assertThat(codecs.<String>codec("application/json", String.class).encode("a"))
                .asString()
                .isEqualTo("\"a\"");
        assertThat(codecs.<String>decoder(String.class).decode("\"a\"".getBytes(UTF_8), as("application/x-json")))
                .isEqualTo("a");
    }

    /** Twice the same format; the first found is the application's. */
    public static final class OtherYaml extends YamlCodecs {
        @Override
        public Optional<Codec<String>> codec(Type type, CodecSettings settings) {
            throw new AssertionError("the second of two");
        }
    }

    @Test
    void firstOfTwoProvidersWins() throws Exception {
        Codecs codecs = with(YamlCodecs.class, OtherYaml.class);
        assertThat(codecs.<String>codec("application/yaml", String.class).encode("a"))
                .asString()
                .isEqualTo("1: a");
    }

    @Test
    void unknownMediaTypesOfMessagesLeaveNoTrace() {
        Codecs codecs = Codecs.of(getClass().getClassLoader());
        Decoder<String> decoder = codecs.decoder(String.class);
        for (int i = 0; i < 100; i++) {
            String unknown = "application/x-" + i;
            assertThatThrownBy(() -> decoder.decode(A, as(unknown))).hasMessageStartingWith("CARROT-0755 ");
        }
        assertThat(codecs.cache().size()).as("data, text and JSON").isEqualTo(3);
    }

    @Test
    void brokenProviderIsNamed() throws Exception {
        Codecs codecs = with(FailingCodecs.class);
        assertThatThrownBy(() -> codecs.codec("application/failing", String.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0156 " + FailingCodecs.class.getName())
                .hasMessageContaining("java.lang.String")
                .hasMessageNotContaining("Half")
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> codecs.decoder(String.class)).hasMessageStartingWith("CARROT-0156 ");
        assertThat(codecs.<String>decoder(String.class, "text/plain").decode(A, as("text/plain")))
                .isEqualTo("a");
        assertThatThrownBy(() -> codecs.decoder(String.class, "text/plain").decode(A, as("application/failing")))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0755 ");
    }

    @Test
    void providerThatDoesNotSayItsMediaTypeIsNamed() {
        assertThatThrownBy(() -> with(NamelessCodecs.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0156 " + NamelessCodecs.class.getName());
    }

    @Test
    void configurerOfTheApplicationIsAsked() throws Exception {
        try (URLClassLoader application = new Services(folder)
                .with(CodecProvider.class, PickleCodecs.class)
                .with(CodecsConfigurer.class, Trusting.class)
                .loader()) {
            Codecs codecs = Codecs.of(application);
            CodecSettings settings = codecs.settings();
            assertThat(settings.maxBytes()).isEqualTo(10);
            assertThat(settings.maxDepth()).isEqualTo(3);
            assertThat(settings.typeNames()).isEqualTo(Map.of("text", String.class));
            assertThat(settings.serializationFilter().checkInput(null)).isEqualTo(ObjectInputFilter.Status.REJECTED);
            assertThat(settings.application()).isSameAs(application);
            assertThat(codecs.<String>decoder(String.class).decode(A, as("application/x-python-serialize")))
                    .isEqualTo("pa");
            assertThat(Codecs.builder(application)
                            .maxBytes(20)
                            .build()
                            .settings()
                            .maxBytes())
                    .as("what the code says after it")
                    .isEqualTo(20);
        }
        assertThat(Codecs.of(getClass().getClassLoader()).settings().maxBytes())
                .as("another application's")
                .isEqualTo(CodecSettings.DEFAULT_MAX_BYTES);
    }

    @Test
    void brokenConfigurerIsNamed() throws Exception {
        try (URLClassLoader application = new Services(folder)
                .with(CodecsConfigurer.class, Confused.class)
                .loader()) {
            assertThatThrownBy(() -> Codecs.of(application))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0156 " + Confused.class.getName())
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    static Stream<Map.Entry<String, Class<?>>> unfitNames() {
        return Stream.of(
                Map.entry("", String.class), Map.entry(" ", String.class), Map.entry("é".repeat(128), String.class));
    }

    @ParameterizedTest
    @MethodSource("unfitNames")
    void typeNameThatDoesNotFit(Map.Entry<String, Class<?>> name) {
        assertThatThrownBy(() -> builder().type(name.getKey(), name.getValue()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0158 ");
    }

    private Codecs.Builder builder() {
        return Codecs.builder(getClass().getClassLoader());
    }

    @Test
    void nameAndTypeAreGivenOnce() {
        assertThatThrownBy(() -> builder().type("a", String.class).type("a", Integer.class))
                .hasMessageStartingWith("CARROT-0158 type name 'a' for java.lang.Integer")
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> builder().type("a", String.class).type("b", String.class))
                .hasMessageStartingWith("CARROT-0158 type name 'b' for java.lang.String")
                .hasMessageContaining("'a'");
        assertThat(builder()
                        .type("a", String.class)
                        .type("a", String.class)
                        .build()
                        .settings()
                        .typeNames())
                .hasSize(1);
        assertThatThrownBy(() -> new CodecSettings(
                        getClass().getClassLoader(), 1, 1, Map.of("a", String.class, "b", String.class), null))
                .hasMessageStartingWith("CARROT-0158 ");
    }

    @Test
    void onlyWhatBodiesCanBeIsNamed() {
        for (Class<?> type : List.of(CharSequence.class, Number.class, int.class, byte[].class)) {
            assertThatThrownBy(() -> builder().type("a", type))
                    .as(type.getName())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0159 ");
        }
    }

    @Test
    void builderCanBuildAgain() {
        Codecs.Builder builder = builder().type("a", String.class).maxBytes(5);
        Codecs first = builder.build();
        Codecs second = builder.type("b", Integer.class).maxBytes(6).build();
        assertThat(first.settings().typeNames()).containsOnlyKeys("a");
        assertThat(first.settings().maxBytes()).isEqualTo(5);
        assertThat(first.<Integer>codec("application/json", Integer.class).typeName(1))
                .isNull();
        assertThat(second.<Integer>codec("application/json", Integer.class).typeName(1))
                .isEqualTo("b");
    }

    @Test
    void boundsHaveRanges() {
        assertThatThrownBy(() -> builder().maxBytes(0).build()).hasMessageStartingWith("CARROT-0137 ");
        assertThatThrownBy(() -> builder().maxDepth(1001).build()).hasMessageStartingWith("CARROT-0137 ");
    }
}
