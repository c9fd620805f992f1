package io.carrotmq.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * RabbitMQ from packages of a Debian suite, unpacked without root into a cache folder that later runs share. The folder
 * may be removed at any time no broker runs from it; the next run makes it anew.
 */
final class DebianRabbit implements RabbitSource {

    private static final String SCRIPT = "unpack-rabbitmq.sh";
    // Written last. Holds the folder's path, because the unpacked files do, too.
    private static final String MARKER = "complete";
    private static final Duration UNPACKING_TIMEOUT = Duration.ofMinutes(10);

    private final RabbitVersion version;
    private final Path folder;

    DebianRabbit(RabbitVersion version, Map<String, String> environment) {
        this(version, cache(environment).resolve("rabbitmq-" + version.suite()));
    }

    DebianRabbit(RabbitVersion version, Path folder) {
        this.version = version;
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public String name() {
        return "debian";
    }

    @Override
    public RabbitNode start() throws Unavailable {
        RabbitInstallation installation = installation();
        return FittingRabbit.of(RabbitProcess.start(installation), version, installation.programs());
    }

    /** Unpacks the packages unless that is done; waits while another JVM does it. */
    RabbitInstallation installation() throws Unavailable {
        if (!isComplete()) {
            if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
                throw new Unavailable("no apt-get to fetch Debian's packages with");
            }
            unpackOnce();
        }
        return new RabbitInstallation(
                folder.resolve("root/usr/lib/rabbitmq/bin"),
                List.of(folder.resolve("bin"), Path.of("/usr/bin"), Path.of("/bin")));
    }

    // Within a JVM, file locks do not make threads wait; the monitor of the class does.
    private void unpackOnce() throws Unavailable {
        synchronized (DebianRabbit.class) {
            try {
                Files.createDirectories(folder.getParent());
                Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !isComplete()) {
                        unpack();
                    }
                }
            } catch (IOException e) {
                throw new Unavailable("cannot write to " + folder.getParent() + ": " + e.getMessage(), e);
            }
        }
    }

    private void unpack() throws IOException, Unavailable {
        TemporaryFolder.delete(folder); // what an interrupted run left
        Path script = Files.createDirectories(folder).resolve(SCRIPT);
        try (InputStream resource = DebianRabbit.class.getResourceAsStream(SCRIPT)) {
            Files.write(script, resource.readAllBytes());
            new Command(
                            List.of("/bin/sh", script.toString(), version.suite(), folder.toString()),
                            Map.of("LC_ALL", "C.UTF-8"))
                    .run(UNPACKING_TIMEOUT);
        } catch (IllegalStateException failed) {
            TemporaryFolder.delete(folder);
            throw new Unavailable("the packages could not be unpacked: " + failed.getMessage(), failed);
        }
        Files.writeString(folder.resolve(MARKER), folder.toString());
    }

    private boolean isComplete() {
        try {
            return Files.readString(folder.resolve(MARKER)).equals(folder.toString());
        } catch (IOException missing) {
            return false;
        }
    }

    private static Path cache(Map<String, String> environment) {
        String configured = environment.get("XDG_CACHE_HOME");
        Path caches = configured != null && Path.of(configured).isAbsolute()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache");
        return caches.resolve("carrot-testkit");
    }
}
