package io.carrotmq.example.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: what it needs to be useful to other tests. */
@Timeout(240)
class WildFlyServerIT {
    private static final Path HOME = Path.of(System.getProperty("carrot.wildfly.home"));

    @TempDir
    private Path folder;

    @Test
    void archive_isServedUntilItIsUndeployed() throws Exception {
        Path war = archive("hello.war", Map.of("index.html", "first"));
        try (WildFlyServer server = WildFlyServer.of(HOME).start()) {
            server.deploy(war);
            assertThat(get(server, "hello/").body()).isEqualTo("first");

            server.deploy(archive("hello.war", Map.of("index.html", "second")));
            assertThat(get(server, "hello/").body()).isEqualTo("second");

            server.undeploy("hello.war");
            assertThat(get(server, "hello/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void badArchive_isRefusedWithTheReason_andTheServerGoesOn() throws Exception {
        Path bad = archive("bad.war", Map.of("WEB-INF/web.xml", "<web-app>"));
        try (WildFlyServer server = WildFlyServer.of(HOME).start()) {
            assertThatThrownBy(() -> server.deploy(bad))
                    .isInstanceOf(WildFlyException.class)
                    .hasMessageContaining("did not deploy bad.war")
                    .hasMessageContaining("WFLYSRV0153");

            server.deploy(archive("bad.war", Map.of("index.html", "repaired")));
            assertThat(get(server, "bad/").body()).isEqualTo("repaired");
        }
    }

    @Test
    void twoServers_runSideBySide_andEndWithTheirProcesses() throws Exception {
        WildFlyServer.Builder description = WildFlyServer.of(HOME).keepIn(folder);
        ProcessHandle one;
        ProcessHandle other;
        try (WildFlyServer first = description.start();
                WildFlyServer second = description.start()) {
            one = ProcessHandle.of(first.pid()).orElseThrow();
            other = ProcessHandle.of(second.pid()).orElseThrow();
            assertThat(first.httpPort()).isNotEqualTo(second.httpPort());
            assertThat(first.log()).contains("WFLYSRV0025");

            second.kill();
            assertThat(second.isAlive()).isFalse();
            assertThat(first.isAlive()).isTrue();
        }
        assertThat(one.isAlive()).isFalse();
        assertThat(other.isAlive()).isFalse();
    }

    @Test
    void temporaryFolder_isGoneAfterwards() throws Exception {
        WildFlyServer server =
                WildFlyServer.of(HOME).property("secret", "pass word").start();
        server.close();
        server.close();

        assertThat(server.logFile()).doesNotExist();
    }

    @Test
    void missingHome_isRefusedWithTheRemedy() {
        assertThatThrownBy(() -> WildFlyServer.of(folder))
                .isInstanceOf(WildFlyException.class)
                .hasMessageContaining("example-ear/server");
    }

    private Path archive(String name, Map<String, String> files) throws IOException {
        Path archive = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return archive;
    }

    private static HttpResponse<String> get(WildFlyServer server, String path)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.http().resolve(path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
