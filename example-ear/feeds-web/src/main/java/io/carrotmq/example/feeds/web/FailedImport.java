package io.carrotmq.example.feeds.web;

import io.carrotmq.DeadLetter;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A dead letter of the importer's, as the page shows it. All texts are data from strangers.
 *
 * @param id tells it from others; made of what it says, because a message has no number of its own
 * @param url the feed it asked for, or null if it is no wish for a feed
 * @param reason why it is a dead letter
 * @param exception the exception's class, or null
 * @param message what the exception said, or null
 * @param attempts how often its import was tried
 * @param firstFailure when it failed first, or null
 * @param lastFailure when it failed last, or null
 * @param routingKey the routing key it was sent with
 */
public record FailedImport(
        String id,
        String url,
        String reason,
        String exception,
        String message,
        int attempts,
        Instant firstFailure,
        Instant lastFailure,
        String routingKey) {

    static FailedImport of(DeadLetter letter) {
        return new FailedImport(
                id(letter),
                url(letter.content()),
                letter.reason(),
                letter.exception(),
                letter.message(),
                letter.attempts(),
                letter.firstFailure(),
                letter.lastFailure(),
                letter.routingKey());
    }

    /** {@return the same for the same message each time it is looked at, and another after it has failed again} */
    static String id(DeadLetter letter) {
        byte[] times = (letter.firstFailure() + " " + letter.lastFailure() + " " + letter.routingKey() + " ")
                .getBytes(StandardCharsets.UTF_8);
        byte[] content = letter.content();
        byte[] all = ByteBuffer.allocate(times.length + content.length)
                .put(times)
                .put(content)
                .array();
        return UUID.nameUUIDFromBytes(all).toString();
    }

    private static String url(byte[] content) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(content))) {
            JsonValue value = reader.readValue();
            return value instanceof JsonObject wish && wish.get("url") instanceof JsonString url
                    ? url.getString()
                    : null;
        } catch (
                RuntimeException
                        noJson) { // of which Parsson has some of its own, for what is nested too deep or too long
            return null;
        }
    }
}
