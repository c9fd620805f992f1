package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RabbitProcessTest {

    @TempDir
    private Path programs;

    @Test
    void processThatEndsEarly_isAFailureWithTheEndOfItsLog() throws IOException {
        script("epmd", "echo out of carrots; exit 3");

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port mapper")
                .hasMessageContaining("out of carrots");
    }

    @Test
    void missingPortMapper_isAFailureThatNamesThePath() {
        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("epmd is not on the path " + programs);
    }

    private void start() {
        RabbitProcess.start(new RabbitInstallation(programs, List.of(programs)));
    }

    private void script(String name, String text) throws IOException {
        Path script = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }
}
