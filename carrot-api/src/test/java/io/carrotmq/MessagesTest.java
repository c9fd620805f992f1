package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path PAGE = Path.of("../docs/messages.md");

    private static List<String> ids() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> found("\"(CARROT-\\d{4})\"", read(file)))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
    }

    @Test
    void numbersAreUnique() throws IOException {
        assertThat(ids()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyNumberIsDocumentedInTheSectionOfTheApi() throws IOException {
        String section = read(PAGE).replaceFirst("(?s).*\\n## API\\n", "").replaceFirst("(?s)\\n## .*", "");
        assertThat(found("(?m)^\\| (CARROT-\\d{4}) \\|", section).toList()).containsExactlyInAnyOrderElementsOf(ids());
    }
}
