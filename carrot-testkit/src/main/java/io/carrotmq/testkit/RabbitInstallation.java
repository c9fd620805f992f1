package io.carrotmq.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the files of a RabbitMQ and its Erlang are.
 *
 * @param programs the folder with the scripts rabbitmq-server and rabbitmqctl that any user may run
 * @param path the folders in which to look for programs, Erlang's first
 */
record RabbitInstallation(Path programs, List<Path> path) {

    static final String SERVER = "rabbitmq-server";

    String program(String name) {
        return programs.resolve(name).toString();
    }

    /** The value of the variable PATH. */
    String pathVariable() {
        return String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    }

    Optional<Path> onPath(String name) {
        return path.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
