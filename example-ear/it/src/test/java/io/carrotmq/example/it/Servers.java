package io.carrotmq.example.it;

import io.carrotmq.example.server.WildFlyServer;
import java.net.URI;
import java.nio.file.Path;

/** How the tests start servers. */
final class Servers {
    private Servers() {}

    /** A server whose applications find that broker. */
    static WildFlyServer.Builder describe(URI broker) {
        return WildFlyServer.of(Path.of(System.getProperty("carrot.wildfly.home")))
                .keepIn(Path.of(System.getProperty("carrot.wildfly.logs")))
                .property("carrot.uri", broker.toString());
    }
}
