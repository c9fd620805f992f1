package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.server.Launcher;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The run command's own process: it says where the page is, and leaves nothing behind. */
@WithBroker
@Timeout(240)
class LauncherIT {
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/feeds/");
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final String VIRTUAL_HOST = "launcher";

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
        launcher = launch("");
        awaitThePage();
        assertThat(output()).contains("Qpid").doesNotContain("guest");

        assertEndsWithAllItStarted("TERM");
    }

    @Test
    void rabbitOfItsOwn_isStarted_andEndsWithIt() throws Exception {
        launcher = launch("", "-Dcarrot.broker=rabbitmq");
        awaitThePage();
        assertThat(output()).contains("Broker  RabbitMQ 4.").doesNotContain("guest");

        assertEndsWithAllItStarted("TERM");
    }

    @Test
    void activeMqOfItsOwn_isStarted_andEndsWithIt() throws Exception {
        launcher = launch("", "-Dcarrot.broker=activemq");
        awaitThePage();
        assertThat(output()).contains("Broker  ActiveMQ 6.", "stomp://").doesNotContain("guest");

        assertEndsWithAllItStarted("TERM");
    }

    @Test
    void brokerThatRuns_isUsedWithItsPasswordUnseen_andControlCEndsTheExample(RabbitMq rabbit) throws Exception {
        Management management = rabbit.management();
        management.deleteVirtualHost(VIRTUAL_HOST);
        management.createVirtualHost(VIRTUAL_HOST);
        URI broker = rabbit.uri("guest", "guest", VIRTUAL_HOST);

        launcher = launch(broker.toString());
        awaitThePage();
        try (RawQueues queues = new RawQueues(broker)) {
            assertThat(queues.ready("feed.importer")).isZero();
        }
        assertThat(output()).contains("Broker  given by carrot.uri").doesNotContain("guest");
        assertThat(commandLines()).isNotEmpty().noneMatch(line -> line.contains("guest"));

        assertEndsWithAllItStarted("INT");
    }

    private void awaitThePage() throws Exception {
        Await.until(
                "the address of the page",
                BOUND,
                () -> ADDRESS.matcher(output()).find() || !launcher.isAlive());
        Matcher address = ADDRESS.matcher(output());
        assertThat(address.find()).as(output()).isTrue();
        assertThat(status(address.group() + "api/status")).isEqualTo(200);
    }

    private void assertEndsWithAllItStarted(String signal) throws Exception {
        List<ProcessHandle> started = launcher.descendants().toList();
        assertThat(started).isNotEmpty();
        // The shell's own kill: there need not be a program of that name.
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + launcher.pid())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();

        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Await.until("the end of what it started", BOUND, () -> started.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(output()).doesNotContain("Exception");
    }

    @Test
    void unknownBroker_isRefusedWithTheChoices() throws Exception {
        launcher = launch("", "-Dcarrot.broker=rabbit");

        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(output())
                .contains("carrot.broker 'rabbit' is unknown", "qpid", "rabbitmq", "activemq", "carrot.uri");
    }

    @Test
    void runningBrokerAndOneOfItsOwn_areRefusedTogether() throws Exception {
        launcher = launch("amqp://guest:guest@127.0.0.1:5672/", "-Dcarrot.broker=qpid");

        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(output()).contains("give one of the two").doesNotContain("guest");
    }

    /** An empty address is the same as none. */
    private Process launch(String uri, String... settings) throws IOException {
        List<String> line = new ArrayList<>();
        // A build in the background ignores Ctrl-C and hands that on; a launcher in somebody's terminal does not.
        line.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-Dcarrot.http.port=0");
        line.add("-Dcarrot.wildfly.home=" + System.getProperty("carrot.wildfly.home"));
        line.add("-Dcarrot.example.ear=" + System.getProperty("carrot.example.ear"));
        line.addAll(List.of(settings));
        line.addAll(List.of("-classpath", System.getProperty("java.class.path"), Launcher.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("CARROT_EXAMPLE_URI", uri);
        return builder.start();
    }

    /** Of the launcher and of all it started. */
    private List<String> commandLines() {
        return Stream.concat(Stream.of(launcher.toHandle()), launcher.descendants())
                .flatMap(process -> process.info().commandLine().stream())
                .toList();
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
