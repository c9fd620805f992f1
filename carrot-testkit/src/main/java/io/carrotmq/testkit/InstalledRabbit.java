package io.carrotmq.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The RabbitMQ that is installed on this machine. A broker of our own is started from it; a running one is let alone. */
final class InstalledRabbit implements RabbitSource {

    // What Debian puts on the PATH changes to the user rabbitmq, and so is for root only; the script here is not.
    private static final Path DEBIAN_PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");

    private final RabbitVersion version;
    private final Map<String, String> environment;

    InstalledRabbit(RabbitVersion version, Map<String, String> environment) {
        this.version = version;
        this.environment = environment;
    }

    @Override
    public String name() {
        return "installed";
    }

    @Override
    public RabbitNode start() throws Unavailable {
        List<Path> path = new ArrayList<>();
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            path.add(Path.of(folder));
        }
        List<Path> candidates = new ArrayList<>(path);
        candidates.add(0, DEBIAN_PROGRAMS);
        for (Path folder : candidates) {
            if (Files.isExecutable(folder.resolve(RabbitInstallation.SERVER))) {
                return FittingRabbit.of(RabbitProcess.start(new RabbitInstallation(folder, path)), version, folder);
            }
        }
        throw new Unavailable("no rabbitmq-server in " + DEBIAN_PROGRAMS + " or on the PATH");
    }
}
