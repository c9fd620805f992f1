package io.carrotmq.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers of this module's messages. */
class MessageCatalogueTest {
    private static final Pattern NUMBER = Pattern.compile("\"(CARROT-\\d{4})(?: |\",)");

    /** Where each number is used, from the sources of this module's catalogues. */
    private static Map<String, List<Path>> numbers() throws IOException {
        Map<String, List<Path>> found = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = NUMBER.matcher(Files.readString(source));
                while (matcher.find()) {
                    found.merge(
                            matcher.group(1),
                            List.of(source),
                            (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
                }
            }
        }
        return found;
    }

    @Test
    void numbersAreUsedOnce() throws IOException {
        assertThat(numbers())
                .isNotEmpty()
                .allSatisfy((number, sources) -> assertThat(sources).as(number).hasSize(1));
    }

    @Test
    void numbersAreDocumented() throws IOException {
        String documentation = Files.readString(Path.of("../docs/messages.md"));
        assertThat(numbers().keySet().stream().filter(number -> !documentation.contains("| " + number + " |")))
                .as("numbers that docs/messages.md does not list")
                .isEmpty();
    }
}
