package io.carrotmq.example.server;

import io.carrotmq.testkit.Broker;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.RabbitMq;
import java.util.function.Consumer;

/** The broker the example runs on; closing it ends it, unless it ends with this JVM or somebody else runs it. */
record ExampleBroker(String name, String uri, Runnable end) implements AutoCloseable {

    /**
     * The one asked for by {@code carrot.uri} (runs already) or {@code carrot.broker} ({@code qpid}, the default, {@code
     * rabbitmq}, or {@code activemq} with STOMP); an empty value is the same as none.
     */
    static ExampleBroker start(String kind, String uri) {
        if (!uri.isBlank()) {
            if (!kind.isBlank()) {
                throw new IllegalArgumentException("carrot.broker '" + kind + "' starts a broker, carrot.uri uses one"
                        + " that runs: give one of the two");
            }
            return new ExampleBroker("given by carrot.uri", uri, () -> {});
        }
        return switch (kind) {
            // It ends with this JVM by a shutdown hook of its own; closing it beside that hook would fail.
            case "", "qpid" -> of(EmbeddedQpid.start(), broker -> {});
            case "rabbitmq" -> of(RabbitMq.start(), Broker::close);
            case "activemq" -> of(EmbeddedActiveMq.start(), Broker::close);
            default ->
                throw new IllegalArgumentException(
                        "carrot.broker '" + kind + "' is unknown: expected qpid"
                                + " (the default), rabbitmq or activemq; for a broker that runs already give carrot.uri instead");
        };
    }

    private static ExampleBroker of(Broker broker, Consumer<Broker> end) {
        String name = broker.product() + " " + broker.version();
        return new ExampleBroker(name, broker.uri().toString(), () -> end.accept(broker));
    }

    /** The address without user and password. */
    String shownUri() {
        return uri.replaceAll("//[^@/,]*@", "//");
    }

    @Override
    public void close() {
        end.run();
    }
}
