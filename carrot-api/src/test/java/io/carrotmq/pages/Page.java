package io.carrotmq.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page, and what it should be: each block of Java has the lines of the region that the comment before it names, {@code
 * <!-- snippet: carrot-ra/src/test/java/io/carrotmq/SomeTest.java#name -->}.
 */
final class Page {
    private static final String COMMENT = "<!-- snippet: ";
    private static final Pattern SNIPPET = Pattern.compile(COMMENT + "(\\S+)#(\\S+) -->");
    private static final Pattern JAVA = Pattern.compile("```\\s*[jJ]ava\\b.*");
    private static final String FENCE = "```";

    private final String name;
    private final List<String> lines;
    private final Sources sources;
    private final List<String> problems = new ArrayList<>();
    private final List<String> corrected = new ArrayList<>();

    private Page(String name, List<String> lines, Sources sources) {
        this.name = name;
        this.lines = lines;
        this.sources = sources;
    }

    /** Compares a page with the sources. */
    static Page compare(String name, List<String> lines, Sources sources) throws IOException {
        Page page = new Page(name, lines, sources);
        page.compare();
        return page;
    }

    List<String> problems() {
        return problems;
    }

    /** The lines of the page with those of the sources in its blocks, as far as there are any. */
    List<String> corrected() {
        return corrected;
    }

    private void compare() throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            corrected.add(line);
            if (line.startsWith(COMMENT) && (i + 1 == lines.size() || !isJava(lines.get(i + 1)))) {
                problem(i, "no block of Java follows");
            } else if (isJava(line)) {
                int end = end(i);
                block(i, lines.subList(i + 1, end));
                i = end - 1;
            }
        }
    }

    private static boolean isJava(String line) {
        return JAVA.matcher(line.strip()).matches();
    }

    private int end(int start) {
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).strip().equals(FENCE)) {
            end++;
        }
        return end;
    }

    private void block(int start, List<String> shown) throws IOException {
        Matcher snippet = SNIPPET.matcher(start == 0 ? "" : lines.get(start - 1));
        if (!snippet.matches()) {
            problem(start, "the line before this block of Java is no " + COMMENT + "path/to/File.java#name -->");
            corrected.addAll(shown);
            return;
        }
        try {
            List<String> region = sources.region(snippet.group(1), snippet.group(2));
            if (!region.equals(shown)) {
                problem(start, "the block is not what " + snippet.group(1) + "#" + snippet.group(2) + " has");
            }
            corrected.addAll(region);
        } catch (IllegalArgumentException e) {
            problem(start, e.getMessage());
            corrected.addAll(shown);
        }
    }

    private void problem(int index, String text) {
        problems.add(name + ":" + (index + 1) + " " + text);
    }
}
