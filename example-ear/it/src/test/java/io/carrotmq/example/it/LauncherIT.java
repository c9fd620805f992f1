package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.server.Launcher;
import io.carrotmq.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The run command's own process: it says where the page is, and leaves nothing behind. */
@Timeout(240)
class LauncherIT {
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/feeds/");
    private static final Duration BOUND = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private Process launcher;

    @AfterEach
    void end() {
        if (launcher != null) {
            launcher.descendants().forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
    }

    @Test
    void servesThePage_andEndsWithAllItStarted() throws Exception {
        launcher = launch();
        Await.until(
                "the address of the page",
                BOUND,
                () -> ADDRESS.matcher(output()).find() || !launcher.isAlive());
        Matcher address = ADDRESS.matcher(output());
        assertThat(address.find()).as(output()).isTrue();
        assertThat(status(address.group() + "api/status")).isEqualTo(200);
        assertThat(output()).doesNotContain("guest");

        List<ProcessHandle> started = launcher.descendants().toList();
        assertThat(started).isNotEmpty();
        launcher.destroy();

        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Await.until("the end of WildFly", BOUND, () -> started.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(output()).doesNotContain("Exception");
    }

    @Test
    void unknownBroker_isRefusedWithTheChoices() throws Exception {
        launcher = launch("-Dcarrot.broker=rabbit");

        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(output()).contains("carrot.broker 'rabbit' is unknown", "qpid", "rabbitmq", "carrot.uri");
    }

    private Process launch(String... settings) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-Dcarrot.http.port=0");
        line.add("-Dcarrot.wildfly.home=" + System.getProperty("carrot.wildfly.home"));
        line.add("-Dcarrot.example.ear=" + System.getProperty("carrot.example.ear"));
        line.addAll(List.of(settings));
        line.addAll(List.of("-classpath", System.getProperty("java.class.path"), Launcher.class.getName()));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private static int status(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
