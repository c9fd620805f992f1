package io.carrotmq.example.server;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder WildFly's deployment scanner watches, and the marker files by which one talks with the scanner. */
record DeploymentFolder(Path path) {

    /** Puts the archive there under the name and asks for its deployment. */
    void request(Path archive, String name) throws IOException {
        Path incoming = path.resolve(name + ".incoming");
        Files.copy(archive, incoming, REPLACE_EXISTING);
        Files.deleteIfExists(marker(name, "failed"));
        Files.deleteIfExists(marker(name, "undeployed"));
        Files.deleteIfExists(marker(name, "deployed"));
        Files.move(incoming, path.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
        Files.createFile(marker(name, "dodeploy"));
    }

    boolean isDeployed(String name) {
        return Files.exists(marker(name, "deployed"))
                && !Files.exists(marker(name, "dodeploy"))
                && !Files.exists(marker(name, "isdeploying"));
    }

    boolean isUndeployed(String name) {
        return Files.exists(marker(name, "undeployed"));
    }

    /** The reason WildFly gave for not deploying the archive. */
    Optional<String> failure(String name) {
        Path failed = marker(name, "failed");
        try {
            return Files.exists(failed) ? Optional.of(Files.readString(failed)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void requestUndeployment(String name) throws IOException {
        Files.delete(marker(name, "deployed"));
    }

    void remove(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
        Files.deleteIfExists(marker(name, "undeployed"));
        Files.deleteIfExists(marker(name, "failed"));
    }

    private Path marker(String name, String state) {
        return path.resolve(name + "." + state);
    }
}
