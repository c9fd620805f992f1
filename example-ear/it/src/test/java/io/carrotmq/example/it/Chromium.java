package io.carrotmq.example.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The browser of the tests: installed, never downloaded, with an empty profile in the folder it is given. */
final class Chromium {
    private static final Path BROWSER = Path.of(System.getProperty("carrot.chromium", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("carrot.chromedriver", "/usr/bin/chromedriver"));

    private Chromium() {}

    static WebDriver start(Path folder) throws IOException {
        requireInstalled(BROWSER, "carrot.chromium");
        requireInstalled(DRIVER, "carrot.chromedriver");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER.toString()))
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toString());
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

    private static void requireInstalled(Path program, String property) {
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    "The page test needs " + program + ", which is not there: install the Debian"
                            + " packages chromium and chromium-driver (apt-get install chromium chromium-driver), or give the"
                            + " path with -D" + property);
        }
    }
}
