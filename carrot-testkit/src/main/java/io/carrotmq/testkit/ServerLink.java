package io.carrotmq.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Asks a {@link StompServer} in another process, through the input and output of that process, one thing at a time. */
final class ServerLink {

    private static final String ENDED = "";

    private final Process process;
    private final Path console;
    private final Writer questions;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private int asked;

    /** @param console where the process prints its errors */
    ServerLink(Process process, Path console) {
        this.process = process;
        this.console = console;
        this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        DaemonThreads.start("stomp-server-" + process.pid(), this::readAnswers);
    }

    /**
     * Returns the answer.
     *
     * @throws IllegalStateException if the broker refuses, has ended, or does not answer within {@code atMost}
     */
    synchronized String ask(Duration atMost, String... question) {
        String number = Integer.toString(++asked);
        String words = String.join(StompServer.SEPARATOR, question);
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            questions.write(number + StompServer.SEPARATOR + words + "\n");
            questions.flush();
            while (true) {
                String line = answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw failure(words, "gave no answer within " + atMost.toSeconds() + " s");
                }
                if (line.equals(ENDED)) {
                    throw failure(words, "ended");
                }
                // Others belong to questions that were given up, or were printed by the broker.
                String[] parts = line.split(StompServer.SEPARATOR, 3);
                if (parts.length == 3 && parts[1].equals(number)) {
                    if (parts[0].equals(StompServer.REFUSED)) {
                        throw new IllegalStateException("The broker refused '" + words + "': " + parts[2]);
                    }
                    return parts[2];
                }
            }
        } catch (IOException gone) {
            throw failure(words, "is gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker was asked '" + words + "'", e);
        }
    }

    /** What the process printed last, for a failure message. */
    String consoleTail() {
        return LogTail.of(console);
    }

    private IllegalStateException failure(String words, String what) {
        return new IllegalStateException(
                "The broker, process " + process.pid() + ", asked '" + words + "', " + what + consoleTail());
    }

    private void readAnswers() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty()) {
                    answers.add(line);
                }
            }
        } catch (IOException killed) {
            // The same as the end of its output.
        }
        answers.add(ENDED);
    }
}
