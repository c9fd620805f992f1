package io.carrotmq.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {

    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(20);

    private final List<String> words;
    private final Map<String, String> environment;

    /** @param environment added to this JVM's own */
    Command(List<String> words, Map<String, String> environment) {
        this.words = words;
        this.environment = environment;
    }

    /**
     * Runs it and returns its output, errors included.
     *
     * @throws IllegalStateException with that output if it fails or takes longer than {@code atMost}
     */
    String run(Duration atMost) {
        Path output = outputFile();
        Runnable delete = () -> TemporaryFolder.delete(output);
        AtExit.add(delete);
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!endsWithin(atMost, process)) {
                throw new IllegalStateException(
                        "Did not end within " + atMost.toSeconds() + " s: " + words + "\n" + Files.readString(output));
            }
            String text = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException("Exit status " + process.exitValue() + " of " + words + "\n" + text);
            }
            return text;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run " + words, e);
        } finally {
            delete.run();
            AtExit.remove(delete);
        }
    }

    /** Sends the process a signal, such as {@code STOP}. */
    static void signal(String name, long pid) {
        // The shell's own kill: there need not be a program of that name.
        new Command(List.of("/bin/sh", "-c", "kill -" + name + " " + pid), Map.of()).run(SIGNAL_TIMEOUT);
    }

    private static boolean endsWithin(Duration atMost, Process process) {
        Runnable end = () -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        };
        AtExit.add(end);
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a program ran", e);
        } finally {
            end.run();
            AtExit.remove(end);
        }
    }

    private static Path outputFile() {
        try {
            return Files.createTempFile("carrot-testkit-", ".out");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary file for a program's output", e);
        }
    }
}
