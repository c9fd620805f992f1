package io.carrotmq.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The regions of source files between {@code // tag::name} and {@code // end::name}. */
final class Sources {
    private static final Pattern ANY_TAG = Pattern.compile("\\s*// (tag|end)::\\S+\\s*");
    private static final Pattern COMPILED = Pattern.compile("(.+/)?src/(main|test)/java/.+\\.java");

    private final Path root;

    Sources(Path root) {
        this.root = root;
    }

    /**
     * The lines of a region without their common indentation, without tags, and without blank lines at both ends. Several
     * regions of one name in a file are one, the lines of each after those of the other.
     *
     * @throws IllegalArgumentException if there is no such region
     */
    List<String> region(String file, String name) throws IOException {
        Path source = root.resolve(file);
        if (!COMPILED.matcher(file).matches() || !Files.isRegularFile(source)) {
            throw new IllegalArgumentException("there is no compiled source " + file);
        }
        List<String> region = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(source)) {
            String text = line.strip();
            if (text.equals("// tag::" + name) || text.equals("// end::" + name)) {
                inside = text.startsWith("// tag::");
            } else if (inside && !ANY_TAG.matcher(line).matches()) {
                region.add(line);
            }
        }
        if (inside || region.isEmpty()) {
            throw new IllegalArgumentException(file + " has no lines from // tag::" + name + " to // end::" + name);
        }
        return trimmed(region);
    }

    private static List<String> trimmed(List<String> lines) {
        int start = 0;
        int end = lines.size();
        while (start < end && lines.get(start).isBlank()) {
            start++;
        }
        while (end > start && lines.get(end - 1).isBlank()) {
            end--;
        }
        return String.join("\n", lines.subList(start, end))
                .stripIndent()
                .lines()
                .toList();
    }
}
