package io.carrotmq.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP API of RabbitMQ's management plug-in. Get one from {@link RabbitMq#management()}; another virtual host's
 * queues from {@link #inVirtualHost(String)}.
 *
 * <p>The broker counts once a second: a number may be that old, so wait for the one you expect with {@link Await}. Safe
 * for use by several threads. There is nothing to close.
 *
 * <p>Every method throws {@link IllegalStateException} if the broker does not answer within ten seconds, or refuses.
 */
public final class Management {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client;
    private final URI address;
    private final String authorization;
    private final String virtualHost;

    Management(URI address, URI broker) {
        this(
                HttpClient.newBuilder().connectTimeout(TIMEOUT).build(),
                address,
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((BrokerUris.user(broker) + ":" + BrokerUris.password(broker))
                                        .getBytes(StandardCharsets.UTF_8)),
                BrokerUris.virtualHost(broker));
    }

    private Management(HttpClient client, URI address, String authorization, String virtualHost) {
        this.client = client;
        this.address = address;
        this.authorization = authorization;
        this.virtualHost = virtualHost;
    }

    /** The same broker, for the queues of that virtual host. */
    public Management inVirtualHost(String name) {
        return new Management(client, address, authorization, name);
    }

    /** How many messages the queue holds, unacknowledged ones included; -1 if the broker has not counted yet. */
    public long messages(String queue) {
        return number(queue, "messages");
    }

    /** How many messages were delivered and not acknowledged yet; -1 if the broker has not counted yet. */
    public long unacknowledged(String queue) {
        return number(queue, "messages_unacknowledged");
    }

    /** How many consumers the queue has; -1 if the broker has not counted yet. */
    public int consumers(String queue) {
        return (int) number(queue, "consumers");
    }

    public boolean queueExists(String queue) {
        return exists(queuePath(queue));
    }

    /** The type of an existing queue: {@code classic}, {@code quorum} or {@code stream}. */
    public String queueType(String queue) {
        return get(queuePath(queue)).path("type").asString();
    }

    /** Deletes the queue with its messages, if there is one of that name. */
    public void deleteQueue(String queue) {
        deleteIfExists(queuePath(queue));
    }

    /** The names clients gave to their connections, in all virtual hosts; connections without one are left out. */
    public List<String> connectionNames() {
        List<String> names = new ArrayList<>();
        for (JsonNode connection : get("/connections")) {
            String name = connection.path("user_provided_name").asString("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /** How many channels are open, in all virtual hosts. */
    public int channels() {
        return get("/channels").size();
    }

    /** Closes every connection, in all virtual hosts, from the broker's side; clients are told the reason. */
    public void closeConnections(String reason) {
        for (JsonNode connection : get("/connections")) {
            String path =
                    "/connections/" + BrokerUris.encoded(connection.path("name").asString());
            expect(send(request(path).DELETE().header("X-Reason", reason)), 204, 404);
        }
    }

    /** Creates a virtual host, which the test's own user may do everything in. An existing one is left as it is. */
    public void createVirtualHost(String name) {
        put("/vhosts/" + BrokerUris.encoded(name), Map.of());
    }

    /** Deletes the virtual host and all it holds, if there is one of that name. */
    public void deleteVirtualHost(String name) {
        deleteIfExists("/vhosts/" + BrokerUris.encoded(name));
    }

    /** Creates a user, or gives it another password, and lets it do everything in this virtual host. */
    public void addUser(String name, String password) {
        put("/users/" + BrokerUris.encoded(name), Map.of("password", password, "tags", ""));
        put(
                "/permissions/" + BrokerUris.encoded(virtualHost) + "/" + BrokerUris.encoded(name),
                Map.of("configure", ".*", "write", ".*", "read", ".*"));
    }

    /** Deletes the user, if there is one of that name. */
    public void deleteUser(String name) {
        deleteIfExists("/users/" + BrokerUris.encoded(name));
    }

    boolean answers() {
        return send(request("/whoami").GET()).statusCode() == 200;
    }

    /** Whether the broker blocks publishers because memory or disk run short. */
    boolean isAlarmed() {
        HttpResponse<String> response =
                send(request("/health/checks/local-alarms").GET());
        expect(response, 200, 503);
        return response.statusCode() == 503;
    }

    private long number(String queue, String field) {
        return get(queuePath(queue)).path(field).asLong(-1);
    }

    private String queuePath(String queue) {
        return "/queues/" + BrokerUris.encoded(virtualHost) + "/" + BrokerUris.encoded(queue);
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = send(request(path).GET());
        expect(response, 200);
        return JSON.readTree(response.body());
    }

    private boolean exists(String path) {
        HttpResponse<String> response = send(request(path).GET());
        expect(response, 200, 404);
        return response.statusCode() == 200;
    }

    private void put(String path, Map<String, String> body) {
        expect(send(request(path).PUT(BodyPublishers.ofString(JSON.writeValueAsString(body)))), 201, 204);
    }

    private void deleteIfExists(String path) {
        expect(send(request(path).DELETE()), 204, 404);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "/api" + path))
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        try {
            return client.send(built, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("No answer to " + built.method() + " " + built.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + built.method() + " " + built.uri(), e);
        }
    }

    private static void expect(HttpResponse<String> response, int... accepted) {
        for (int status : accepted) {
            if (response.statusCode() == status) {
                return;
            }
        }
        throw new IllegalStateException("Status " + response.statusCode() + " to "
                + response.request().method() + " " + response.uri() + ": " + response.body());
    }
}
