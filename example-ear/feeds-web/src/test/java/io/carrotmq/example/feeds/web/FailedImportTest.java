package io.carrotmq.example.feeds.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.DeadLetter;
import io.carrotmq.Properties;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailedImportTest {
    private static final Instant THEN = Instant.parse("2026-11-06T07:30:00Z");

    private static DeadLetter letter(String content, Instant lastFailure) {
        return new DeadLetter(
                DeadLetter.ATTEMPTS_EXHAUSTED,
                "x.FeedException",
                "nobody answers",
                null,
                3,
                THEN,
                lastFailure,
                "feed",
                "feed",
                "importer",
                Properties.NONE,
                content.getBytes(UTF_8));
    }

    @Test
    void itTellsTheFeedItAskedFor() {
        FailedImport failed = FailedImport.of(letter("{\"url\":\"http://g.example/feed\"}", THEN));

        assertThat(failed.url()).isEqualTo("http://g.example/feed");
        assertThat(failed.reason()).isEqualTo("attempts-exhausted");
        assertThat(failed.attempts()).isEqualTo(3);
        assertThat(failed.message()).isEqualTo("nobody answers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"url\":null}", "{\"url\":7}", "\"http://g.example\"", "\u0000"})
    void whatIsNoWishForAFeed_namesNone(String content) {
        assertThat(FailedImport.of(letter(content, THEN)).url()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"url\":", "9"})
    void whatHidesNoOtherDeadLetter_namesNone(String piece) {
        assertThat(FailedImport.of(letter(piece.repeat(100_000), THEN)).url()).isNull();
    }

    @Test
    void theIdIsTheSameForTheSameMessage_andAnotherOnceItHasFailedAgain() {
        assertThat(FailedImport.id(letter("a", THEN))).isEqualTo(FailedImport.id(letter("a", THEN)));
        assertThat(FailedImport.id(letter("a", THEN))).isNotEqualTo(FailedImport.id(letter("b", THEN)));
        assertThat(FailedImport.id(letter("a", THEN))).isNotEqualTo(FailedImport.id(letter("a", THEN.plusMillis(1))));
    }
}
