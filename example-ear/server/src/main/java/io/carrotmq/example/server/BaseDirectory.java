package io.carrotmq.example.server;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What one server writes: a copy of the home's {@code standalone} folder, so that several servers can share a home and
 * none of them changes it.
 */
record BaseDirectory(Path path) {
    private static final String SLOW_SCAN = "scan-interval=\"5000\"";
    private static final String COORDINATOR = "<coordinator-environment ";
    // By marker files only: a scan that finds an archive before its marker would deploy it, and the marker again.
    private static final String QUICK_SCAN = "scan-interval=\"250\" auto-deploy-zipped=\"false\"";

    /** Copies the configuration of the home to the folder, which has to be absent or empty. */
    static BaseDirectory create(Path home, Path path) throws IOException {
        copy(home.resolve("standalone/configuration"), path.resolve("configuration"));
        Files.createDirectories(path.resolve("deployments"));
        Files.createDirectories(path.resolve("log"));
        scanQuickly(path.resolve("configuration/standalone.xml"));
        return new BaseDirectory(path);
    }

    /** Sets how long a transaction may take, for the whole server. */
    void setTransactionTimeout(Duration timeout) throws IOException {
        Path configuration = path.resolve("configuration/standalone.xml");
        String xml = Files.readString(configuration);
        if (!xml.contains(COORDINATOR)) {
            throw new WildFlyException("No transaction coordinator in " + configuration
                    + ": provision the server with its transactions subsystem");
        }
        Files.writeString(
                configuration,
                xml.replace(COORDINATOR, COORDINATOR + "default-timeout=\"" + timeout.toSeconds() + "\" "));
    }

    Path deployments() {
        return path.resolve("deployments");
    }

    Path bootLog() {
        return path.resolve("log/boot.log");
    }

    Path serverLog() {
        return path.resolve("log/server.log");
    }

    Path console() {
        return path.resolve("log/console.log");
    }

    Path loggingConfiguration() {
        return path.resolve("configuration/logging.properties");
    }

    Path systemProperties() {
        return path.resolve("configuration/system.properties");
    }

    /** In a file, because every user of the machine can read a command line, and an address may hold a password. */
    void writeSystemProperties(Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        try (Writer writer = Files.newBufferedWriter(systemProperties())) {
            properties.store(writer, null);
        }
    }

    void delete() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(path)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    private static void scanQuickly(Path configuration) throws IOException {
        String xml = Files.readString(configuration);
        if (!xml.contains(SLOW_SCAN)) {
            throw new WildFlyException("No deployment scanner with " + SLOW_SCAN + " in " + configuration
                    + ": provision the server with the deployment scanner of its feature pack");
        }
        Files.writeString(configuration, xml.replace(SLOW_SCAN, QUICK_SCAN));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }
}
