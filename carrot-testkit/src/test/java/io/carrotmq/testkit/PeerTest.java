package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {

    @TempDir
    private Path folder;

    @Test
    void answersLineByLine_andTellsTheRestAtItsEnd() {
        try (Peer peer = Peer.program("/bin/cat")) {
            assertThat(peer.ask("Grüße")).isEqualTo("Grüße");
            assertThat(peer.ask("again")).isEqualTo("again");
            assertThat(peer.end("one\ntwo\n")).isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void pythonScript_runsWithItsArguments() throws Exception {
        Path script = Files.writeString(folder.resolve("s.py"), "import sys\nprint(sys.argv[1] + sys.stdin.read())\n");

        try (Peer peer = Peer.python(script.toUri().toURL(), "ä")) {
            assertThat(peer.end("ö")).isEqualTo("äö\n");
        }
    }

    @Test
    void programThatFails_isAFailureThatTellsWhatItSaid() {
        try (Peer peer = Peer.program("/bin/sh", "-c", "echo carrots are out >&2; exit 3")) {
            assertThatThrownBy(peer::end)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("status 3")
                    .hasMessageContaining("carrots are out");
        }
    }

    @Test
    void programThatEndsInsteadOfAnswering_isAFailure() {
        try (Peer peer = Peer.program("/bin/true")) {
            assertThatThrownBy(() -> peer.ask("hello"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended instead of answering");
        }
    }

    @Test
    void closedPeer_isGone() {
        Peer peer = Peer.program("/bin/sh", "-c", "echo $$; exec cat");
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(peer.ask("hello"))).orElseThrow();

        peer.close();

        Await.until("the end of the program", Duration.ofSeconds(10), () -> !process.isAlive());
    }
}
