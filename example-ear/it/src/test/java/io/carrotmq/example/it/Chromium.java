package io.carrotmq.example.it;

import io.carrotmq.testkit.DebianPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The browser of the tests: Debian's, or the one that {@code -Dcarrot.chromium} and {@code -Dcarrot.chromedriver} name,
 * with an empty profile in the folder it is given.
 */
final class Chromium {
    private static final String BROWSER = "carrot.chromium";
    private static final String DRIVER = "carrot.chromedriver";

    private Chromium() {}

    static WebDriver start(Path folder) throws IOException {
        if (System.getProperty(BROWSER) == null || System.getProperty(DRIVER) == null) {
            DebianPackages.provide("chromium", "chromium-driver");
        }
        Path browser = installed(BROWSER, "/usr/bin/chromium");
        Path driver = installed(DRIVER, "/usr/bin/chromedriver");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.toFile())
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1180,1080",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile-"));
        return new ChromeDriver(service, options);
    }

    private static Path installed(String property, String usual) {
        Path program = Path.of(System.getProperty(property, usual));
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    "The page test needs " + program + ", which is not there: give its path with -D" + property);
        }
        return program;
    }
}
