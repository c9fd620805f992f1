package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.it.doors.DoorsResource;
import io.carrotmq.example.it.doors.DoorsResource.Knock;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Addresses that lead nowhere, each given to the server as {@code connectionUri}: what the application is told. */
@WithBroker
@Timeout(120)
class ConnectFailuresIT {
    private static final long CONNECT_MILLIS = 2_000;
    /** The pool's share, on a busy machine. */
    private static final long TOLERANCE_MILLIS = 2_000;

    private static final String SECRET = "not-the-password";
    private static final String DEPLOYMENT = "doors";

    @TempDir
    private static Path folder;

    private static ProbeServer server;
    private static App app;

    @BeforeAll
    static void deploy(RabbitMq broker, FaultProxy silent) throws Exception {
        silent.halfOpen();
        server = ProbeServer.shared();
        Map<String, Map<String, String>> factories = new LinkedHashMap<>();
        factories.put("Right", to(broker.uri()));
        factories.put("WrongPassword", to(broker.uri("guest", SECRET, "/")));
        factories.put("UnknownHost", to(URI.create("amqp://guest:" + SECRET + "@no-such-host.invalid:5672/%2F")));
        factories.put("WrongVirtualHost", to(broker.uri("guest", "guest", "no-such-virtual-host")));
        factories.put("HalfOpen", to(silent.uri(broker.uri())));
        server.server()
                .deploy(Archives.write(Archives.withFactories(DEPLOYMENT, DoorsResource.class, factories), folder));
        app = new App(server.server().http(), DEPLOYMENT);
    }

    @AfterAll
    static void undeploy() throws Exception {
        if (app != null) {
            server.server().undeploy(DEPLOYMENT + ".ear");
        }
    }

    private static Map<String, String> to(URI uri) {
        return Map.of("connectionUri", uri.toString(), "connectTimeoutMillis", Long.toString(CONNECT_MILLIS));
    }

    private static Knock knock(String name) throws Exception {
        return app.get("doors/" + name, Knock.class);
    }

    private static void assertRefused(Knock knock, String code) throws Exception {
        assertThat(knock.broker()).isNull();
        assertThat(knock.carrot()).isTrue();
        assertThat(knock.problems().get(0)).startsWith("CARROT-02").contains(code);
        assertThat(knock.millis()).isLessThan(CONNECT_MILLIS + TOLERANCE_MILLIS);
        assertThat(knock.problems()).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void rightAddress_connects(RabbitMq broker) throws Exception {
        Knock knock = knock("Right");
        assertThat(knock.problems()).isEmpty();
        assertThat(knock.broker())
                .isEqualTo(broker.uri().getHost() + ":" + broker.uri().getPort());
    }

    @Test
    void wrongPassword() throws Exception {
        assertRefused(knock("WrongPassword"), "CARROT-0204");
    }

    @Test
    void unknownHost() throws Exception {
        assertRefused(knock("UnknownHost"), "CARROT-0201");
    }

    @Test
    void wrongVirtualHost() throws Exception {
        assertRefused(knock("WrongVirtualHost"), "CARROT-0205");
    }

    @Test
    void halfOpenPort_isGivenUpInTime() throws Exception {
        Knock knock = knock("HalfOpen");
        assertRefused(knock, "CARROT-0203");
        assertThat(knock.millis()).isGreaterThanOrEqualTo(CONNECT_MILLIS);
    }

    @Test
    void passwordIsNotInTheServersLog() throws Exception {
        knock("WrongPassword");
        knock("UnknownHost");
        assertThat(server.server().log()).doesNotContain(SECRET);
    }
}
