package io.carrotmq.example.it;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The web interface of an application that was deployed. Safe for use by several threads. */
final class App {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Jsonb JSON = JsonbBuilder.create();
    private static final Duration BOUND = Duration.ofSeconds(90);

    private final URI base;

    /** @param server the root of the server, ending in a slash */
    App(URI server, String context) {
        this.base = server.resolve(context + "/api/");
    }

    <T> T get(String path, Type type) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(base.resolve(path)).GET(), type);
    }

    <T> T post(String path, Object body, Type type) throws IOException, InterruptedException {
        return answer(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json(body))),
                type);
    }

    private static <T> T answer(HttpRequest.Builder request, Type type) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request.timeout(BOUND).build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException("Status " + response.statusCode() + " to "
                    + response.request().uri() + ": " + response.body());
        }
        return JSON.fromJson(response.body(), type);
    }

    static String json(Object body) {
        return JSON.toJson(body);
    }
}
