package io.carrotmq.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/carrotmq/cdi");
    private static final Path PAGE = Path.of("../docs/messages.md");

    private static List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source :
                    sources.filter(path -> path.endsWith("Messages.java")).toList()) {
                Pattern.compile("\"(CARROT-\\d+)\"")
                        .matcher(Files.readString(source))
                        .results()
                        .map(match -> match.group(1))
                        .forEach(ids::add);
            }
        }
        return ids;
    }

    @Test
    void numbersAreUniqueAndInRange() throws IOException {
        assertThat(ids()).isNotEmpty().doesNotHaveDuplicates().allMatch(id -> id.matches("CARROT-03\\d\\d"));
    }

    @Test
    void everyNumberIsDocumentedOnce() throws IOException {
        List<String> documented = Pattern.compile("(?m)^\\| (CARROT-03\\d\\d) \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(ids());
    }
}
