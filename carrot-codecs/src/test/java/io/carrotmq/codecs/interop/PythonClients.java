package io.carrotmq.codecs.interop;

import io.carrotmq.testkit.DebianPackages;
import io.carrotmq.testkit.Peer;
import io.carrotmq.testkit.RabbitMq;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * kombu, pika and aio-pika in one Python program, which all tests of this JVM share, because it takes long to start: see
 * {@code clients.py}. Values are Python literals.
 */
final class PythonClients {
    private static final Jsonb JSON = JsonbBuilder.create();
    private static PythonClients shared;

    private final Peer python;

    /**
     * A message as the client saw it.
     *
     * @param value the decoded body as a Python literal; kombu only
     * @param json the decoded body as JSON, where there are words for it; kombu only
     * @param body the body in base64; kombu's is already inflated
     */
    public record Seen(
            boolean empty,
            String failure,
            String value,
            String json,
            String body,
            String contentType,
            String contentEncoding,
            Map<String, Object> headers,
            Integer deliveryMode,
            Integer priority,
            String expiration,
            String correlationId,
            String replyTo) {

        byte[] content() {
            return Base64.getDecoder().decode(body);
        }

        String text() {
            return new String(content(), StandardCharsets.UTF_8);
        }
    }

    private PythonClients(Peer python) {
        this.python = python;
    }

    static synchronized PythonClients shared() {
        if (shared == null) {
            DebianPackages.provide(
                    "python3-kombu", "python3-pika", "python3-aio-pika", "python3-msgpack", "python3-yaml");
            shared = new PythonClients(Peer.python(
                    PythonClients.class.getResource("/interop/clients.py"),
                    RabbitMq.shared().uri().toString()));
        }
        return shared;
    }

    /** Publishes with kombu. */
    void kombuPublishes(String exchange, String key, String value, Object... options) {
        ask(with(request("kombu_publish", "exchange", exchange, "key", key, "value", value), options));
    }

    /** Takes a message with kombu, which refuses what is neither JSON nor among the content types given. */
    Seen kombuGets(String queue, String... accepted) {
        List<String> all = new java.util.ArrayList<>(List.of("json"));
        all.addAll(Arrays.asList(accepted));
        return ask(request("kombu_get", "queue", queue, "accept", all));
    }

    /** Takes so many messages with kombu, and only then gives each back. */
    void kombuRequeues(String queue, int count) {
        ask(request("kombu_requeue_all", "queue", queue, "count", count));
    }

    /** Publishes with pika to a queue. */
    void pikaPublishes(String queue, byte[] body, Object... properties) {
        ask(request("pika_publish", "key", queue, "body", base64(body), "properties", request(null, properties)));
    }

    Seen pikaGets(String queue) {
        return ask(request("pika_get", "queue", queue));
    }

    /** Publishes with aio-pika to a queue; it leaves to itself what it sets besides the content type. */
    void aioPikaPublishes(String queue, byte[] body, String contentType) {
        ask(request("aio_publish", "key", queue, "body", base64(body), "content_type", contentType));
    }

    Seen aioPikaGets(String queue) {
        return ask(request("aio_get", "queue", queue));
    }

    /** What {@code json.dumps} writes. */
    byte[] json(String value) {
        return ask(request("bytes_of", "format", "json", "value", value)).content();
    }

    /** What {@code pickle.dumps} writes. */
    byte[] pickle(String value, int protocol) {
        return ask(request("bytes_of", "format", "pickle", "value", value, "protocol", protocol))
                .content();
    }

    private synchronized Seen ask(Map<String, Object> request) {
        Seen answer = JSON.fromJson(python.ask(JSON.toJson(request)), Seen.class);
        if (answer.failure != null) {
            throw new IllegalStateException("The Python client failed: " + answer.failure);
        }
        return answer;
    }

    private static String base64(byte[] body) {
        return Base64.getEncoder().encodeToString(body);
    }

    private static Map<String, Object> request(String name, Object... parts) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (name != null) {
            request.put("request", name);
        }
        return with(request, parts);
    }

    private static Map<String, Object> with(Map<String, Object> request, Object... parts) {
        for (int i = 0; i < parts.length; i += 2) {
            request.put((String) parts[i], parts[i + 1]);
        }
        return request;
    }
}
