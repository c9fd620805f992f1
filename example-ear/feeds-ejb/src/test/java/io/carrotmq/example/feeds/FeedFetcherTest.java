package io.carrotmq.example.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedFetcherTest {
    private static final int LIMIT = 10_000;

    private final FeedFetcher fetcher = new FeedFetcher(LIMIT, Duration.ofSeconds(5));
    private final CountDownLatch testEnds = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        testEnds.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void document_isFetched() throws Exception {
        serve("/feed", exchange -> answer(exchange, 200, "<rss/>"));

        assertThat(fetcher.fetch(url("/feed"))).asString(UTF_8).isEqualTo("<rss/>");
    }

    @Test
    void redirect_isFollowed() throws Exception {
        serve("/old", exchange -> redirect(exchange, "new?x=1"));
        serve("/new", exchange -> answer(exchange, 200, "moved"));

        assertThat(fetcher.fetch(url("/old"))).asString(UTF_8).isEqualTo("moved");
    }

    @Test
    void endlessRedirect_isGivenUp() {
        serve("/loop", exchange -> redirect(exchange, "/loop"));

        assertRefused("/loop", "redirects more than 5 times");
    }

    @Test
    void redirectToAFile_isRefused() {
        serve("/file", exchange -> redirect(exchange, "file:///etc/passwd"));

        assertRefused("/file", "neither http nor https");
    }

    @Test
    void errorStatus_isTheReason() {
        serve("/gone", exchange -> answer(exchange, 410, ""));

        assertRefused("/gone", "answered with status 410");
    }

    @Test
    void documentOverTheLimit_isGivenUp() {
        serve("/large", exchange -> answer(exchange, 200, "x".repeat(LIMIT + 1)));

        assertRefused("/large", "larger than 10000 bytes");
    }

    @Test
    void documentAtTheLimit_isFetched() throws Exception {
        serve("/full", exchange -> answer(exchange, 200, "x".repeat(LIMIT)));

        assertThat(fetcher.fetch(url("/full"))).hasSize(LIMIT);
    }

    @Test
    void bodyThatNeverEnds_isGivenUp() {
        serve("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitEndOfTest();
        });

        FeedFetcher hasty = new FeedFetcher(LIMIT, Duration.ofSeconds(1));
        assertThatThrownBy(() -> hasty.fetch(url("/slow")))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("longer than 1 s");
    }

    @Test
    void closedPort_isTheReason() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        assertThatThrownBy(() -> fetcher.fetch(URI.create("http://127.0.0.1:" + closed + "/feed")))
                .isInstanceOf(FeedException.class)
                .hasMessage("Nobody answers at 127.0.0.1:" + closed + ": connection refused");
    }

    @Test
    void unknownHost_isTheReason() {
        assertThatThrownBy(() -> fetcher.fetch(URI.create("http://nobody.invalid/feed")))
                .isInstanceOf(FeedException.class)
                .hasMessage("The host 'nobody.invalid' is unknown");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536, 70_000, 99_999})
    void impossiblePort_isTheReason(int port) {
        assertThatThrownBy(() -> fetcher.fetch(URI.create("http://127.0.0.1:" + port + "/")))
                .isInstanceOf(FeedException.class)
                .hasMessage("The address 'http://127.0.0.1:" + port + "/' names port " + port
                        + ": expected one from 1 to 65535");
    }

    @Test
    void redirectToAnImpossiblePort_isRefused() {
        serve("/port", exchange -> redirect(exchange, "http://127.0.0.1:99999/"));

        assertRefused("/port", "names port 99999");
    }

    @Test
    void noAddress_isTheReason() {
        assertThatThrownBy(() -> fetcher.fetch(null))
                .isInstanceOf(FeedException.class)
                .hasMessage("The message names no address");
    }

    private void serve(String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void awaitEndOfTest() {
        try {
            testEnds.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(302, -1);
    }

    private void assertRefused(String path, String reason) {
        assertThatThrownBy(() -> fetcher.fetch(url(path)))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining(reason);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
