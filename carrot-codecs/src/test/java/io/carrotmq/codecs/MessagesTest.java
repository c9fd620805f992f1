package io.carrotmq.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Path SOURCE = Path.of("src/main/java/io/carrotmq/codecs/Messages.java");
    private static final Path PAGE = Path.of("../docs/messages.md");

    private static List<String> ids() throws IOException {
        return Pattern.compile("\"(CARROT-\\d+)\"")
                .matcher(Files.readString(SOURCE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void numbersAreUniqueAndInRange() throws IOException {
        assertThat(ids())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("CARROT-(0659|066\\d|079\\d)"));
    }

    @Test
    void everyNumberIsDocumentedOnce() throws IOException {
        String section = Files.readString(PAGE)
                .split("\n## Formats of carrot-codecs\n")[1]
                .split("\n## ")[0];
        List<String> documented = Pattern.compile("(?m)^\\| (CARROT-\\d+) \\|")
                .matcher(section)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(ids());
    }
}
