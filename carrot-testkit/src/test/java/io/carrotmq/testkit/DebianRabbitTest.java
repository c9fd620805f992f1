package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianRabbitTest {

    @TempDir
    private Path cache;

    @Test
    void completeFolder_isUsedAsItIs() throws Exception {
        Path folder = Files.createDirectories(cache.resolve("carrot-testkit/rabbitmq-forky"));
        Files.writeString(folder.resolve("complete"), folder.toString());

        RabbitInstallation installation =
                new DebianRabbit(RabbitVersion.V4_3, Map.of("XDG_CACHE_HOME", cache.toString())).installation();

        assertThat(installation.programs()).isEqualTo(folder.resolve("root/usr/lib/rabbitmq/bin"));
        assertThat(installation.path()).startsWith(folder.resolve("bin"));
    }

    @Test
    void eachVersion_hasAFolderOfItsOwn() throws Exception {
        for (RabbitVersion version : RabbitVersion.values()) {
            Path folder = Files.createDirectories(cache.resolve("carrot-testkit/rabbitmq-" + version.suite()));
            Files.writeString(folder.resolve("complete"), folder.toString());

            RabbitInstallation installation =
                    new DebianRabbit(version, Map.of("XDG_CACHE_HOME", cache.toString())).installation();

            assertThat(installation.programs()).isEqualTo(folder.resolve("root/usr/lib/rabbitmq/bin"));
        }
    }

    @Test
    void cacheThatCannotBeWritten_isUnavailable() throws Exception {
        Path file = Files.createFile(cache.resolve("file"));

        assertThatThrownBy(() -> new DebianRabbit(RabbitVersion.V4_3, file.resolve("rabbitmq")).installation())
                .isInstanceOf(RabbitSource.Unavailable.class)
                .hasMessageContaining(file.toString());
    }
}
