package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.it.probe.Greeting;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.DebianPackages;
import jakarta.json.bind.JsonbBuilder;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Python program and a message-driven bean in conversation: kombu writes what Carrot reads, and the other way. */
@Timeout(240)
class InteropIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final long PYTHON_SECONDS = 60;

    @TempDir
    private Path folder;

    /** What the Python program prints. */
    public record Answer(
            Greeting body,
            String contentType,
            String contentEncoding,
            int deliveryMode,
            boolean redelivered,
            String routingKey) {}

    @BeforeAll
    static void deploy() throws Exception {
        // Debian's own Python: another one first on the path would not see the package.
        DebianPackages.provide("python3-kombu");
        ProbeServer.shared();
        Await.until("the bean's queue", BOUND, () -> ProbeServer.management().consumers("greetings.in") > 0);
    }

    @Test
    void greetingOfKombu_reachesTheBeanTyped_andItsAnswerReachesKombu() throws Exception {
        Greeting greeting = new Greeting("Grüße, \uD83E\uDD55", 41, List.of("a", "ß"));

        Answer answer = greet(greeting);

        assertThat(answer)
                .isEqualTo(new Answer(
                        new Greeting(
                                "You said: Grüße, \uD83E\uDD55",
                                42,
                                List.of("a+ß", "application/json", "utf-8", "acme")),
                        "application/json",
                        "utf-8",
                        2,
                        false,
                        "answer"));
    }

    private Answer greet(Greeting greeting) throws Exception {
        Path script = folder.resolve("greet.py");
        Path input = folder.resolve("input.json");
        Path output = folder.resolve("output.json");
        Path errors = folder.resolve("errors");
        try (InputStream resource = InteropIT.class.getResourceAsStream("/kombu/greet.py")) {
            Files.write(script, resource.readAllBytes());
        }
        Files.writeString(input, App.json(greeting));
        Process python = new ProcessBuilder(
                        "/usr/bin/python3",
                        script.toString(),
                        ProbeServer.brokerUri().toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(python.waitFor(PYTHON_SECONDS, TimeUnit.SECONDS))
                    .as("the end of the Python program")
                    .isTrue();
        } finally {
            python.destroyForcibly();
        }
        assertThat(python.exitValue()).as(Files.readString(errors)).isZero();
        return JsonbBuilder.create().fromJson(Files.readString(output, StandardCharsets.UTF_8), Answer.class);
    }
}
