package io.carrotmq.example.server;

import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.RabbitMq;
import java.net.URI;
import java.net.URISyntaxException;

/** The broker the example runs on; closing it ends it, unless somebody else runs it. */
record Broker(String name, String uri, AutoCloseable owned) implements AutoCloseable {

    /**
     * The one asked for by {@code carrot.uri} (runs already) or {@code carrot.broker} ({@code qpid}, the default, or
     * {@code rabbitmq}); an empty value is the same as none.
     */
    static Broker start(String kind, String uri) throws Exception {
        if (!uri.isBlank()) {
            if (!kind.isBlank()) {
                throw new IllegalArgumentException("carrot.broker '" + kind + "' starts a broker, carrot.uri uses one that"
                        + " runs: give one of the two");
            }
            return new Broker("the broker given by carrot.uri", uri, () -> {});
        }
        return switch (kind) {
            case "", "qpid" -> {
                EmbeddedQpid qpid = EmbeddedQpid.start();
                yield new Broker("Qpid, inside this process", qpid.uri().toString(), qpid);
            }
            case "rabbitmq" -> {
                RabbitMq rabbit = RabbitMq.start();
                yield new Broker("RabbitMQ", rabbit.uri().toString(), rabbit);
            }
            default -> throw new IllegalArgumentException("carrot.broker '" + kind + "' is unknown: expected qpid"
                    + " (the default) or rabbitmq; for a broker that runs already give carrot.uri instead");
        };
    }

    /** The address without user and password. */
    String shownUri() {
        try {
            URI address = new URI(uri);
            return new URI(address.getScheme(), null, address.getHost(), address.getPort(), address.getPath(), null, null)
                    .toString();
        } catch (URISyntaxException listOfAddresses) {
            return uri.replaceAll("//[^@/,]*@", "//");
        }
    }

    @Override
    public void close() throws Exception {
        owned.close();
    }
}
