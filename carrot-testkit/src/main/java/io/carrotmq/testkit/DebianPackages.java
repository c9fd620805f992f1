package io.carrotmq.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Debian packages that tests need on the machine, such as a program in another language. There is nothing to create;
 * call {@link #provide}. Safe for use by several threads.
 */
public final class DebianPackages {

    private static final Path STATUS = Path.of("/usr/bin/dpkg-query");
    private static final Path INSTALLER = Path.of("/usr/bin/apt-get");
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(10);

    private DebianPackages() {}

    /**
     * Returns once the packages are installed. Installs those that are not, if this JVM runs as root on Debian.
     *
     * @throws IllegalStateException with the remedy, if one is missing and cannot be installed from here
     */
    public static synchronized void provide(String... packages) {
        List<String> missing = missing(packages);
        if (missing.isEmpty()) {
            return;
        }
        String remedy = "apt-get install " + String.join(" ", missing);
        if (!Files.isExecutable(INSTALLER) || !isRoot()) {
            throw new IllegalStateException("The tests need the Debian packages " + String.join(", ", missing)
                    + ", which are not installed: run, as root, " + remedy);
        }
        try {
            install(missing);
        } catch (IllegalStateException failed) {
            throw new IllegalStateException(
                    "The Debian packages " + String.join(", ", missing) + " could not be installed: see why " + remedy
                            + " fails",
                    failed);
        }
        if (!missing(packages).isEmpty()) {
            throw new IllegalStateException("Not installed after " + remedy + ": " + missing(packages));
        }
    }

    private static List<String> missing(String... packages) {
        return Arrays.stream(packages).filter(name -> !isInstalled(name)).toList();
    }

    private static boolean isInstalled(String name) {
        try {
            return Files.isExecutable(STATUS)
                    && run(QUERY_TIMEOUT, List.of(STATUS.toString(), "-W", "-f", "${db:Status-Status}", name))
                            .equals("installed");
        } catch (IllegalStateException unknown) {
            return false;
        }
    }

    private static boolean isRoot() {
        return run(QUERY_TIMEOUT, List.of("/usr/bin/id", "-u")).strip().equals("0");
    }

    // The lists of packages may be old: what they name need not be there any more.
    private static void install(List<String> packages) {
        List<String> words = new ArrayList<>(List.of(INSTALLER.toString(), "-y", "--no-install-recommends", "install"));
        words.addAll(packages);
        try {
            run(INSTALL_TIMEOUT, words);
        } catch (IllegalStateException oldLists) {
            run(INSTALL_TIMEOUT, List.of(INSTALLER.toString(), "update"));
            run(INSTALL_TIMEOUT, words);
        }
    }

    private static String run(Duration atMost, List<String> words) {
        return new Command(words, Map.of("LC_ALL", "C.UTF-8", "DEBIAN_FRONTEND", "noninteractive")).run(atMost);
    }
}
