package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledRabbitTest {

    private static final String WARNING = "echo A WARNING of 17.1; ";

    @TempDir
    private Path programs;

    @Test
    void olderRabbit_isAmongWhatWasTried() throws IOException {
        install(WARNING + "echo 3.10.8");

        assertThatThrownBy(() -> new RabbitSearch(List.of(installed()), null).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("installed: the RabbitMQ in " + programs + " is 3.10.8, the tests need 4.3");
    }

    @Test
    void olderRabbit_isPassedOver() throws IOException {
        install(WARNING + "echo 4.2.12-rc.1");
        String next = "amqp://127.0.0.1:" + FreePorts.pick(1).get(0);

        assertThatThrownBy(() -> new RabbitSearch(List.of(installed(), foreign(next)), null).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not answer: " + URI.create(next).getAuthority());
    }

    @Test
    void rabbitOfTheLeastVersion_isTaken() throws IOException {
        install(WARNING + "echo 4.3.0");

        assertThatCode(this::requireRecent).doesNotThrowAnyException();
    }

    @Test
    void numbersOfAVersion_areComparedAsNumbers() throws IOException {
        install(WARNING + "echo 4.10.1+git");

        assertThatCode(this::requireRecent).doesNotThrowAnyException();
    }

    @Test
    void rabbitThatRefusesToTellItsVersion_isNotTaken() throws IOException {
        install("echo unknown option; exit 64");

        assertThatThrownBy(() -> installed().start())
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessageContainingAll(programs.toString(), "tells no version", "unknown option");
    }

    @Test
    void rabbitThatTellsSomethingElse_isNotTaken() throws IOException {
        install("echo hello");

        assertThatThrownBy(() -> installed().start())
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessageContainingAll(programs.toString(), "tells no version", "hello");
    }

    private RabbitSource installed() {
        return new InstalledRabbit(programs, Map.of("PATH", programs.toString()));
    }

    private static RabbitSource foreign(String uri) {
        return new ForeignRabbit.Source(Map.of(ForeignRabbit.URI_VARIABLE, uri));
    }

    private void requireRecent() throws RabbitSource.Unavailable {
        new RabbitInstallation(programs, List.of(programs)).requireRecent();
    }

    private void install(String rabbitmqctl) throws IOException {
        script(RabbitInstallation.SERVER, "exit 1");
        script("rabbitmqctl", rabbitmqctl);
    }

    private void script(String name, String text) throws IOException {
        Path script = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }
}
