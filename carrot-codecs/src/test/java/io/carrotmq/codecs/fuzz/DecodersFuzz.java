package io.carrotmq.codecs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All decoders in turn, as a build fuzzes them: one JVM, which instruments once. The first byte says which, the rest is its
 * body. It begins with the bodies of all the other fuzz tests.
 */
class DecodersFuzz {
    private static final int SEEDS = 250;
    private static final int EXECUTIONS = 10_000;

    private static int executions;

    private enum Format {
        JacksonJson,
        JsonBinding,
        Yaml,
        Cbor,
        MsgPack,
        Pickle,
        JavaSerialization,
        Text;

        private static final Format[] ALL = values();

        void decode(byte[] content) {
            switch (this) {
                case JacksonJson -> new JacksonJsonFuzzTest().decode(content);
                case JsonBinding -> new JsonBindingFuzzTest().decode(content);
                case Yaml -> new YamlFuzzTest().decode(content);
                case Cbor -> new CborFuzzTest().decode(content);
                case MsgPack -> new MsgPackFuzzTest().decode(content);
                case Pickle -> new PickleFuzzTest().decode(content);
                case JavaSerialization -> new JavaSerializationFuzzTest().decode(content);
                case Text -> new TextFuzzTest().decode(content);
            }
        }

        Stream<byte[]> bodies() {
            try (Stream<Path> files = Files.list(Path.of(DecodersFuzz.class
                    .getResource(name() + "FuzzTestInputs/decode")
                    .toURI()))) {
                return files.map(this::body).toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        private byte[] body(Path file) {
            try {
                byte[] content = Files.readAllBytes(file);
                byte[] body = new byte[content.length + 1];
                body[0] = (byte) ordinal();
                System.arraycopy(content, 0, body, 1, content.length);
                return body;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Stream<byte[]> bodies() {
        return Arrays.stream(Format.ALL).flatMap(Format::bodies);
    }

    @MethodSource("bodies")
    @FuzzTest(maxExecutions = EXECUTIONS)
    void decode(byte[] body) {
        executions++;
        if (body.length > 0) {
            Format.ALL[Math.floorMod(body[0], Format.ALL.length)].decode(Arrays.copyOfRange(body, 1, body.length));
        }
    }

    /** Without its agent Jazzer runs what it is given, and passes. */
    @AfterAll
    static void itHasFuzzed() {
        assertThat(executions).as("executions").isGreaterThan(SEEDS + EXECUTIONS / 10);
    }
}
