package io.carrotmq.testkit;

import io.carrotmq.testkit.RabbitSource.Unavailable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where the files of a RabbitMQ and its Erlang are.
 *
 * @param programs the folder with the scripts rabbitmq-server and rabbitmqctl that any user may run
 * @param path the folders in which to look for programs, Erlang's first
 */
record RabbitInstallation(Path programs, List<Path> path) {

    static final String SERVER = "rabbitmq-server";

    private static final int MAJOR = 4;
    private static final int MINOR = 3;
    // A line of its own: Erlang may print warnings before it.
    private static final Pattern VERSION = Pattern.compile("(?m)^(\\d{1,6})\\.(\\d{1,6})\\.\\S*$");
    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(30);
    // Asking takes most of a second, and a JVM may start many brokers.
    private static final Set<RabbitInstallation> RECENT = ConcurrentHashMap.newKeySet();

    String program(String name) {
        return programs.resolve(name).toString();
    }

    /** The value of the variable PATH. */
    String pathVariable() {
        return String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    }

    /**
     * Returns if it is RabbitMQ 4.3 or later, which the tests are written for.
     *
     * @throws Unavailable if it is an earlier one, or does not tell
     */
    void requireRecent() throws Unavailable {
        if (RECENT.contains(this)) {
            return;
        }
        String output = askVersion();
        MatchResult version = VERSION.matcher(output)
                .results()
                .findFirst()
                .orElseThrow(() ->
                        new Unavailable("the RabbitMQ in " + programs + " tells no version, but: " + output.strip()));
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < MAJOR || major == MAJOR && minor < MINOR) {
            throw new Unavailable("the RabbitMQ in " + programs + " is " + version.group() + ", the tests need " + MAJOR
                    + "." + MINOR + " or later");
        }
        RECENT.add(this);
    }

    private String askVersion() throws Unavailable {
        // The option, unlike the command of that name, starts no Erlang distribution.
        List<String> words = List.of(program("rabbitmqctl"), "--version");
        try {
            return new Command(words, Map.of("PATH", pathVariable(), "LC_ALL", "C.UTF-8")).run(VERSION_TIMEOUT);
        } catch (IllegalStateException failed) {
            throw new Unavailable("the RabbitMQ in " + programs + " tells no version: " + failed.getMessage(), failed);
        }
    }

    Optional<Path> onPath(String name) {
        return path.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
