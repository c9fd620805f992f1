package io.carrotmq.example.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages survive the JSON Binding of the servers. */
class MessageJsonTest {
    private static final FeedEntry ENTRY =
            new FeedEntry("id", "Garden", "Rows", "http://g.example/1", Instant.parse("2026-11-06T07:30:00Z"));

    private final Jsonb json = JsonbBuilder.create();

    @AfterEach
    void closeJson() throws Exception {
        json.close();
    }

    static Stream<Object> messages() {
        return Stream.of(
                new ImportFeed(URI.create("http://g.example/feed?a=1&b=%2F")),
                new FeedFailed("http://g.example/feed", "The host is \"unknown\"", 2),
                new FeedImported("http://g.example/feed", "Garden", 7, List.of(ENTRY)),
                new FeedImported("u", "t", 1, List.of(new FeedEntry("i", "f", "t", null, null))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_isTheSameAfterTheJourney(Object message) {
        assertThat((Object) json.fromJson(json.toJson(message), message.getClass()))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"url\":null}"})
    void wishWithoutAddress_isReadAsSuch(String message) {
        assertThat(json.fromJson(message, ImportFeed.class)).isEqualTo(new ImportFeed(null));
    }

    @Test
    void newsItem_showsTheEvent() {
        FeedNews.Item item = new FeedNews.Item(3, Instant.parse("2026-11-06T07:30:00Z"), new FeedFailed("u", "why", 3));

        assertThat(json.toJson(item))
                .contains("\"event\":{\"attempt\":3,\"reason\":\"why\",\"url\":\"u\"}", "2026-11-06T07:30:00Z");
    }
}
