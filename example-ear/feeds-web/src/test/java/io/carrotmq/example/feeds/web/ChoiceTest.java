package io.carrotmq.example.feeds.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.DeadLetter;
import io.carrotmq.Properties;
import io.carrotmq.example.feeds.web.DeadLettersResource.Choice;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final DeadLetter LETTER = new DeadLetter(
            DeadLetter.ATTEMPTS_EXHAUSTED,
            null,
            null,
            null,
            3,
            Instant.EPOCH,
            Instant.EPOCH,
            "feed",
            "feed",
            "importer",
            Properties.NONE,
            "{}".getBytes(UTF_8));

    private static boolean chosen(Choice choice) {
        return Choice.matching(choice).test(LETTER);
    }

    @Test
    void whatIsNotSaidIsNotDoneToAll() {
        assertThat(chosen(null)).isFalse();
        assertThat(chosen(new Choice(null, false))).isFalse();
        assertThat(chosen(new Choice("another", false))).isFalse();
        assertThat(chosen(new Choice(FailedImport.id(LETTER), false))).isTrue();
        assertThat(chosen(new Choice(null, true))).isTrue();
    }
}
