package io.carrotmq.stomp.fuzz;

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
 * All fuzz tests in turn, as a build runs them: one JVM, which instruments once. The first byte says which, the rest is its
 * content. It begins with the contents of all of them.
 */
class StompFuzz {
    private static final int SEEDS = 30;
    private static final int EXECUTIONS = 5_000;

    private static int executions;

    private enum Target {
        PARSER("ParserFuzzTestInputs/parse"),
        WRITER("WriterFuzzTestInputs/write"),
        SESSION("SessionFuzzTestInputs/converse");

        private static final Target[] ALL = values();

        private final String inputs;

        Target(String inputs) {
            this.inputs = inputs;
        }

        void run(byte[] content) {
            switch (this) {
                case PARSER -> new ParserFuzzTest().parse(content);
                case WRITER -> new WriterFuzzTest().write(content);
                case SESSION -> new SessionFuzzTest().converse(content);
            }
        }

        Stream<byte[]> contents() {
            try (Stream<Path> files =
                    Files.list(Path.of(StompFuzz.class.getResource(inputs).toURI()))) {
                return files.map(this::content).toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        private byte[] content(Path file) {
            try {
                byte[] bytes = Files.readAllBytes(file);
                byte[] content = new byte[bytes.length + 1];
                content[0] = (byte) ordinal();
                System.arraycopy(bytes, 0, content, 1, bytes.length);
                return content;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Stream<byte[]> contents() {
        return Arrays.stream(Target.ALL).flatMap(Target::contents);
    }

    @MethodSource("contents")
    @FuzzTest(maxExecutions = EXECUTIONS)
    void run(byte[] content) {
        executions++;
        if (content.length > 0) {
            Target.ALL[Math.floorMod(content[0], Target.ALL.length)].run(
                    Arrays.copyOfRange(content, 1, content.length));
        }
    }

    /** Without its agent Jazzer runs what it is given, and passes. */
    @AfterAll
    static void itHasFuzzed() {
        assertThat(executions).as("executions").isGreaterThan(SEEDS + EXECUTIONS / 10);
    }
}
