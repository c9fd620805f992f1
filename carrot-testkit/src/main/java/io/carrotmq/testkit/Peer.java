package io.carrotmq.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program in another language that takes part in a test, such as a client of the same broker. It is spoken to in lines of
 * UTF-8 on its standard input and output: {@link #ask} for one answer to one line, {@link #end()} for all it prints. The
 * packages it needs are {@link DebianPackages}' affair.
 *
 * <p>For one thread. It is killed by {@link #close()}, and with the JVM at the latest.
 */
public final class Peer implements AutoCloseable {

    /** Debian's own: another one, first on the path, would not see Debian's packages. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> words;
    private final Path folder;
    private final Path errors;
    private final Process process;
    private final Runnable killing;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    /** @param text null for the end of the output */
    private record Line(String text) {}

    private Peer(Path folder, List<String> words) {
        this.words = words;
        this.folder = folder;
        this.errors = folder.resolve("errors");
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
            builder.environment().put("PYTHONIOENCODING", "utf-8");
            process = builder.start();
        } catch (IOException e) {
            TemporaryFolder.delete(folder);
            throw new IllegalStateException("Cannot run " + words, e);
        }
        killing = () -> {
            process.destroyForcibly();
            TemporaryFolder.delete(folder);
        };
        AtExit.add(killing);
        DaemonThreads.start("peer-" + process.pid(), this::read);
    }

    /**
     * Starts a program.
     *
     * @param words the program, best with its path, and its arguments
     * @throws IllegalStateException if there is no such program
     */
    public static Peer program(String... words) {
        return new Peer(TemporaryFolder.create("peer"), List.of(words));
    }

    /**
     * Starts Debian's Python.
     *
     * @param script where the script is, such as a resource of the test's
     * @param arguments what the script gets
     * @throws IllegalStateException if there is no Python
     */
    public static Peer python(URL script, String... arguments) {
        Path folder = TemporaryFolder.create("peer");
        Path file = folder.resolve("peer.py");
        try (InputStream content = Objects.requireNonNull(script, "script").openStream()) {
            Files.write(file, content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + script, e);
        }
        // Unbuffered: an answer shall not wait for the next.
        List<String> words = new ArrayList<>(List.of(PYTHON, "-u", file.toString()));
        words.addAll(List.of(arguments));
        return new Peer(folder, words);
    }

    /**
     * Sends a line and returns the next line the program prints.
     *
     * @throws IllegalStateException with what it has written to its standard error, if it has ended, or does not answer
     *     within a minute
     */
    public String ask(String line) {
        write(line + "\n");
        Line answer = next();
        if (answer.text == null) {
            throw failure("ended instead of answering");
        }
        return answer.text;
    }

    /**
     * Ends the program's input and waits for its end.
     *
     * @return what it has printed and nobody has read yet
     * @throws IllegalStateException with what it has written to its standard error, if it has failed, or does not end within
     *     a minute
     */
    public String end() {
        return end("");
    }

    /**
     * Gives the program the rest of its input and waits for its end.
     *
     * @return what it has printed and nobody has read yet
     * @throws IllegalStateException with what it has written to its standard error, if it has failed, or does not end within
     *     a minute
     */
    public String end(String input) {
        write(input);
        try {
            process.getOutputStream().close();
        } catch (IOException ended) {
            // How it ended is looked at below.
        }
        StringBuilder rest = new StringBuilder();
        for (Line line = next(); line.text != null; line = next()) {
            rest.append(line.text).append('\n');
        }
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw failure("did not end within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (process.exitValue() != 0) {
            throw failure("failed with status " + process.exitValue());
        }
        return rest.toString();
    }

    /** Kills the program if it still runs. */
    @Override
    public void close() {
        killing.run();
        AtExit.remove(killing);
    }

    private void write(String text) {
        try {
            OutputStream input = process.getOutputStream();
            input.write(text.getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException ended) {
            // It may need no input; who waits for its answer finds its end.
        }
    }

    private Line next() {
        try {
            Line line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw failure("printed nothing for " + PATIENCE.toSeconds() + " s");
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(new Line(line));
            }
        } catch (IOException killed) {
            // That is its end, too.
        } finally {
            lines.add(new Line(null));
        }
    }

    private IllegalStateException failure(String what) {
        String said;
        try {
            said = Files.readString(errors);
        } catch (IOException e) {
            said = "(its errors cannot be read: " + e.getMessage() + ")";
        }
        return new IllegalStateException(words.get(0) + " " + what + ": " + words + "\n" + said);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting for a program", e);
    }
}
