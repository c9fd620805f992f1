package io.carrotmq.cdi.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first program of README.md, as a Java process of its own with nothing but its class, what it needs, and a broker. */
@WithBroker
@Timeout(120)
class GreetingsIT {
    private static final long BOUND_SECONDS = 60;

    @TempDir
    private Path folder;

    private String runs(String uri) throws Exception {
        String name = Greetings.class.getName().replace('.', '/') + ".class";
        Path classes = folder.resolve("classes");
        Files.createDirectories(classes.resolve(name).getParent());
        try (var content = Greetings.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(content, classes.resolve(name));
        }
        Files.createDirectories(classes.resolve("META-INF"));
        Files.writeString(classes.resolve("META-INF/beans.xml"), "<beans bean-discovery-mode=\"annotated\"/>");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcarrot.uri=" + uri,
                        "-cp",
                        classes + File.pathSeparator + librariesOfThisTest(),
                        Greetings.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS))
                    .as("ended: " + Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    /** The class path, without the other classes of the tests. */
    private static String librariesOfThisTest() throws Exception {
        Path tests = Path.of(Greetings.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).equals(tests))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void inMemory() throws Exception {
        assertThat(runs("memory:greetings").lines()).contains("Hello, world!");
    }

    @Test
    void onABroker(RabbitMq broker) throws Exception {
        URI uri = broker.uri();
        assertThat(runs(uri.toString()).lines()).contains("Hello, world!");
        broker.management().deleteQueue("greetings");
    }
}
