package io.carrotmq.example.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The inside of a server's JVM, as the JDK's own tools show it. */
record ServerJvm(long pid) {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final long BOUND_SECONDS = 60;

    /** The names of the threads whose name or stack mentions one of the words. */
    List<String> threadsOf(String... words) throws IOException, InterruptedException {
        String[] threads = command("Thread.print").split("\n\n");
        return List.of(threads).stream()
                .map(String::strip)
                .filter(thread -> thread.startsWith("\""))
                .filter(thread -> List.of(words).stream().anyMatch(thread::contains))
                .toList();
    }

    /** How many classes of that name are loaded, each by a loader of its own, after a full collection. */
    long loadedClasses(String name) throws IOException, InterruptedException {
        command("GC.run");
        Pattern whole = Pattern.compile("(?<![\\w.$])" + Pattern.quote(name) + "(?![\\w.$])");
        return command("VM.classloaders", "show-classes=true")
                .lines()
                .filter(line -> whole.matcher(line).find())
                .count();
    }

    private String command(String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("carrot-it-", ".out");
        try {
            Process process = new ProcessBuilder(line(words))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(JCMD + " " + String.join(" ", words) + " does not end");
            }
            String text = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(JCMD + " " + String.join(" ", words) + ": " + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    private List<String> line(String... words) {
        String[] line = new String[words.length + 2];
        line[0] = JCMD.toString();
        line[1] = Long.toString(pid);
        System.arraycopy(words, 0, line, 2, words.length);
        return List.of(line);
    }
}
