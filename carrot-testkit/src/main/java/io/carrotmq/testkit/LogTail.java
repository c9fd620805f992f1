package io.carrotmq.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for a failure message. */
final class LogTail {

    private static final int LINES = 40;

    private LogTail() {}

    static String of(Path log) {
        try {
            // Not every byte a dying broker prints is UTF-8.
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return "\nThe end of " + log.getFileName() + ":\n" + String.join("\n", last);
        } catch (IOException missing) {
            return "\nThere is no " + log.getFileName();
        }
    }
}
