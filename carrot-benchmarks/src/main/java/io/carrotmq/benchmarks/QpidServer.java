package io.carrotmq.benchmarks;

import io.carrotmq.testkit.EmbeddedQpid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Qpid in a JVM of its own, so that it shares neither heap nor compiler with the clients. */
final class QpidServer implements AutoCloseable {
    private final Process process;
    private final URI uri;

    private QpidServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** The broker's process: says where it listens, and ends with its standard input. */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedQpid broker = EmbeddedQpid.start()) {
            System.out.println(broker.uri());
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
        }
    }

    static QpidServer start() throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1500m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        QpidServer.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith("amqp://")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("Qpid did not start");
        }
        return new QpidServer(process, URI.create(line));
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
