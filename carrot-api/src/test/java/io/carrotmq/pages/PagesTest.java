package io.carrotmq.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java in README.md and docs is cut from code that is compiled and run by the build. */
class PagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SOURCE = "module/src/test/java/SomeTest.java";

    @TempDir
    private Path root;

    private Sources sources;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(root.resolve(SOURCE).getParent());
        Files.writeString(root.resolve(SOURCE), """
                class SomeTest {
                    void one() {
                        // tag::first
                        int a = 1;
                        // tag::second

                        if (a == 1) {
                            a = 2;
                        }
                        // end::first
                        int hidden = 3;
                        // end::second
                        // tag::first

                        a = 4;
                        // end::first
                    }
                    // tag::open
                }
                """);
        sources = new Sources(root);
    }

    private Page page(String... lines) throws IOException {
        return Page.compare("some.md", List.of(lines), sources);
    }

    @Test
    void everyBlockOfJavaOnThePages_isWhatTheSourceHas() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path file : pages()) {
            Page page = Page.compare(ROOT.relativize(file).toString(), Files.readAllLines(file), new Sources(ROOT));
            if (Boolean.getBoolean("snippets.write")) {
                Files.write(file, page.corrected());
                page = Page.compare(ROOT.relativize(file).toString(), page.corrected(), new Sources(ROOT));
            }
            problems.addAll(page.problems());
        }
        assertThat(problems)
                .as("-Dsnippets.write=true on this test puts into the pages what the sources have")
                .isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    @Test
    void regionHasNoTags_noIndentation_andAllPartsOfItsName() throws IOException {
        assertThat(sources.region(SOURCE, "first"))
                .containsExactly("int a = 1;", "", "if (a == 1) {", "    a = 2;", "}", "", "a = 4;");
        assertThat(sources.region(SOURCE, "second"))
                .containsExactly("if (a == 1) {", "    a = 2;", "}", "int hidden = 3;");
    }

    @Test
    void equalBlock_isRight() throws IOException {
        Page page = page(
                "Text",
                "<!-- snippet: " + SOURCE + "#second -->",
                "```java",
                "if (a == 1) {",
                "    a = 2;",
                "}",
                "int hidden = 3;",
                "```",
                "```",
                "anything",
                "```");

        assertThat(page.problems()).isEmpty();
    }

    @Test
    void otherBlock_isReported_andCorrected() throws IOException {
        Page page = page(
                "<!-- snippet: " + SOURCE + "#second -->", "```java", "int hidden = 4;", "```", "", "Further text");

        assertThat(page.problems()).containsExactly("some.md:2 the block is not what " + SOURCE + "#second has");
        assertThat(page.corrected())
                .containsExactly(
                        "<!-- snippet: " + SOURCE + "#second -->",
                        "```java",
                        "if (a == 1) {",
                        "    a = 2;",
                        "}",
                        "int hidden = 3;",
                        "```",
                        "",
                        "Further text");
    }

    @Test
    void blockWithoutComment_isReported_andKept() throws IOException {
        Page page = page("Text", "", "```java", "int a;", "```");

        assertThat(page.problems())
                .containsExactly(
                        "some.md:3 the line before this block of Java is no <!-- snippet: path/to/File.java#name -->");
        assertThat(page.corrected()).containsExactly("Text", "", "```java", "int a;", "```");
    }

    @Test
    void commentWithoutBlock_isReported() throws IOException {
        Page page = page("<!-- snippet: " + SOURCE + "#second -->", "", "```java", "int hidden = 3;", "```");

        assertThat(page.problems()).hasSize(2).first().isEqualTo("some.md:1 no block of Java follows");
    }

    @Test
    void missingRegion_missingFile_andTextThatNobodyCompiles_areReported() throws IOException {
        Files.writeString(root.resolve("Some.java"), "// tag::some\nint a;\n// end::some\n");

        Page page = page(
                "<!-- snippet: " + SOURCE + "#third -->",
                "```java",
                "```",
                "<!-- snippet: " + SOURCE + "#open -->",
                "```java",
                "```",
                "<!-- snippet: module/src/test/java/None.java#first -->",
                "```java",
                "```",
                "<!-- snippet: Some.java#some -->",
                "```java",
                "int a;",
                "```");

        assertThat(page.problems())
                .containsExactly(
                        "some.md:2 " + SOURCE + " has no lines from // tag::third to // end::third",
                        "some.md:5 " + SOURCE + " has no lines from // tag::open to // end::open",
                        "some.md:8 there is no compiled source module/src/test/java/None.java",
                        "some.md:11 there is no compiled source Some.java");
    }
}
