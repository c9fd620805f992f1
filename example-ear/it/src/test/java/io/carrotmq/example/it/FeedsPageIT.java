package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.carrotmq.example.server.WildFlyServer;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedQpid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/** The example as a visitor sees it: a browser, the page, and behind it WildFly, the adapter and a broker. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FeedsPageIT {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static EmbeddedQpid broker;
    private static WildFlyServer server;
    private static WebDriver browser;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedQpid.start();
        server = WildFlyServer.of(Path.of(System.getProperty("carrot.wildfly.home")))
                .keepIn(Path.of(System.getProperty("carrot.wildfly.logs")))
                .property("carrot.uri", broker.uri().toString())
                .start();
        server.deploy(Path.of(System.getProperty("carrot.example.ear")));
        browser = Chromium.start(folder);
    }

    @AfterAll
    static void end() throws IOException {
        try {
            if (browser != null) {
                browser.quit();
            }
        } finally {
            endServer();
        }
    }

    private static void endServer() throws IOException {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    @BeforeEach
    void openPage() {
        browser.get(server.http().resolve("feeds/").toString());
        // A page that was loaded anew would have lost this mark.
        script("window.sameDocument = true");
        awaitText("live", "on");
    }

    @Test
    @Order(1)
    void sampleFeed_appearsWithoutReload() {
        assertThat(value("address")).isEqualTo(server.http() + "feeds/samples/garden.rss");
        click("#import button[type=submit]");

        await("the answer", () -> !imports("imported").isEmpty());
        assertThat(imports("imported").get(0)).contains("The Kitchen Garden, 4 entries");
        assertThat(titles())
                .startsWith(
                        "When to pull carrots",
                        "Rows & paths: planning a bed on paper",
                        "What rabbits leave alone",
                        "Compost, the slow queue");
        awaitText("stored", "4");
        assertSameDocument();
    }

    @Test
    @Order(2)
    void atomSample_isImportedByKeyboardAlone() {
        click("[data-sample='samples/weather.atom']");
        WebElement focused = browser.switchTo().activeElement();
        assertThat(focused.getAttribute("id")).isEqualTo("address");
        focused.sendKeys(Keys.ENTER);

        await("the feed's entries", () -> titles().contains("A week of steady rain"));
        awaitText("stored", "7");
        assertSameDocument();
    }

    @Test
    @Order(3)
    void unreachableFeed_isShownWithItsReason() throws IOException {
        String address = "http://127.0.0.1:" + closedPort() + "/feed";
        enter(address);

        await("the failure", () -> imports("failed").stream().anyMatch(item -> item.contains(address)));
        assertThat(imports("failed"))
                .anySatisfy(item -> assertThat(item).contains(address, "Nobody answers at", "connection refused"));
        assertSameDocument();
    }

    @Test
    @Order(4)
    void whatIsNoFeed_isShownWithItsReason() {
        enter(server.http() + "feeds/feeds.css");

        await("the failure", () -> imports("failed").stream().anyMatch(item -> item.contains("feeds.css")));
        assertThat(imports("failed")).anySatisfy(item -> assertThat(item).contains("feeds.css", "not well-formed XML"));
    }

    @Test
    @Order(5)
    void feedThatIsBroken_isTriedThreeTimes_andImportedWhenItIsMendedAndSentBack() throws Exception {
        AtomicReference<String> content = new AtomicReference<>("<rss><channel><title>Orchard");
        HttpServer source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        source.createContext("/orchard.rss", exchange -> {
            byte[] body = content.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        source.start();
        try {
            String address = "http://127.0.0.1:" + source.getAddress().getPort() + "/orchard.rss";
            enter(address);

            await("the dead letter", () -> letters().stream().anyMatch(letter -> letter.contains(address)));
            assertThat(imports("failed").stream().filter(item -> item.contains(address)))
                    .hasSize(3)
                    .first()
                    .asString()
                    .contains("Failed, attempt 3");
            assertThat(letterOf(address))
                    .contains("attempts-exhausted", "FeedException", "3 attempts", "routing key importer")
                    .contains("not well-formed XML");

            content.set("<rss><channel><title>Orchard</title><item><title>Apples keep</title></item></channel></rss>");
            act("back", address);
            await("the entry", () -> titles().contains("Apples keep"));
            await("the letter to go", () -> letters().stream().noneMatch(letter -> letter.contains(address)));
            assertSameDocument();
        } finally {
            source.stop(0);
        }
    }

    @Test
    @Order(6)
    void whatStrangersSend_isShownAsText_andCanBeDiscarded() throws Exception {
        String image = "<img src=x onerror='window.strangers=true'>";
        try (RawQueues queues = new RawQueues(broker.uri())) {
            queues.publishJson("feed.importer", Map.of("url", image));
        }

        await("the dead letter", () -> {
            script("dispatchEvent(new Event('focus'))");
            return letters().stream().anyMatch(letter -> letter.contains(image));
        });
        assertThat(letterOf(image)).contains("undecodable");
        assertThat(script("return window.strangers === undefined && !document.querySelector('#dead img')"))
                .isEqualTo(true);
        act("discard", image);
        await("the letter to go", () -> letters().stream().noneMatch(letter -> letter.contains(image)));
        assertSameDocument();
    }

    @Test
    @Order(7)
    void addressThatIsNone_isRefusedInTheForm() {
        enter("ftp://example.org/feed");

        awaitText("problem", "The address has to start with http:// or https://");
        assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("address");
    }

    @Test
    @Order(8)
    void brokerIsShown_withoutItsPassword() {
        String address = broker.uri().getHost() + ":" + broker.uri().getPort();
        await("the broker", () -> text("broker").contains(address));

        assertThat(text("broker"))
                .containsIgnoringCase("qpid")
                .doesNotContain("guest")
                .contains(broker.version());
    }

    @Test
    @Order(9)
    void importsEntriesAndDeadLetters_areThereAfterReload() {
        await("the entries", () -> titles().size() == 8);
        await(
                "the imports",
                () -> imports("imported").size() == 3 && imports("failed").size() == 9);
        await("the dead letters", () -> letters().size() == 2);
        assertThat(letters()).anySatisfy(letter -> assertThat(letter).contains("feeds.css"));
        saveScreenshot();
    }

    @Test
    @Order(10)
    void allThatIsSentBack_isTriedAnew_andAllCanBeDiscarded() {
        await("the dead letters", () -> text("dead-count").equals("2"));
        click("[data-all=back]");
        await("the new attempts", () -> imports("failed").size() == 15);
        await(
                "the dead letters",
                () -> letters().stream()
                                .filter(letter -> letter.contains("3 attempts"))
                                .count()
                        == 2);

        click("[data-all=discard]");
        awaitText("dead-count", "0");
        assertThat(letters()).isEmpty();
        assertSameDocument();
    }

    private static void saveScreenshot() {
        if (!wanted(System.getProperty("carrot.screenshot"))) {
            return;
        }
        await(
                "the end of the animations",
                () -> Boolean.TRUE.equals(script("return document.getAnimations().length === 0")));
        Path file = Path.of(System.getProperty("carrot.screenshot.file"));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, ((TakesScreenshot) browser).getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code -Dcarrot.screenshot} alone means true. */
    private static boolean wanted(String property) {
        return property != null && !property.equals("false");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void enter(String address) {
        WebElement field = browser.findElement(By.id("address"));
        field.clear();
        field.sendKeys(address, Keys.ENTER);
    }

    private static void click(String selector) {
        browser.findElement(By.cssSelector(selector)).click();
    }

    private static String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private static String value(String id) {
        return browser.findElement(By.id(id)).getDomProperty("value");
    }

    private static List<String> titles() {
        return texts("#entries .title");
    }

    private static List<String> imports(String kind) {
        return texts("#imports li[data-kind=" + kind + "]");
    }

    private static List<String> letters() {
        return texts("#dead li");
    }

    private static String letterOf(String address) {
        return letters().stream()
                .filter(letter -> letter.contains(address))
                .findFirst()
                .orElseThrow();
    }

    /** Clicks a dead letter's button, in one step with finding it. */
    private static void act(String action, String address) {
        Object done = script(
                "const letter = [...document.querySelectorAll('#dead li')].find(e => e.innerText.includes(arguments[0]));"
                        + "letter.querySelector(`[data-action=${arguments[1]}]`).click(); return true",
                address,
                action);
        assertThat(done).isEqualTo(true);
    }

    /** Read in one step, because the page may change its lists at any time. */
    private static List<String> texts(String selector) {
        Object found = script("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) browser).executeScript(script, arguments);
    }

    private static void assertSameDocument() {
        assertThat(script("return window.sameDocument === true")).isEqualTo(true);
    }

    private static void awaitText(String id, String expected) {
        await("the " + id + " to say '" + expected + "'", () -> text(id).equals(expected));
    }

    /** In vain, it tells what the page shows. */
    private static void await(String what, BooleanSupplier condition) {
        Await.value(
                what,
                BOUND,
                () -> browser.findElement(By.tagName("body")).getText(),
                shown -> condition.getAsBoolean());
    }
}
