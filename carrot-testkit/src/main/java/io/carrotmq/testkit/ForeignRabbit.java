package io.carrotmq.testkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A broker somebody else runs. */
final class ForeignRabbit implements RabbitNode {

    private static final int MANAGEMENT_PORT = 15672;
    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(10);

    private final String variable;
    private final URI uri;
    private final URI managementUri;

    /**
     * @param variable the environment variable that names it
     * @param managementUri null for port 15672 of the same host
     */
    ForeignRabbit(String variable, URI uri, URI managementUri) {
        this.variable = variable;
        this.uri = uri;
        this.managementUri =
                managementUri == null ? URI.create("http://" + uri.getHost() + ":" + MANAGEMENT_PORT) : managementUri;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public URI stompUri() {
        return stomp("stomp");
    }

    @Override
    public URI stompTlsUri() {
        return stomp("stomp+ssl");
    }

    @Override
    public URI managementUri() {
        return managementUri;
    }

    @Override
    public boolean isProcess() {
        return false;
    }

    @Override
    public void kill() {
        throw notOurs("kill");
    }

    @Override
    public void stop() {
        throw notOurs("stop");
    }

    @Override
    public void restart() {
        throw notOurs("restart");
    }

    @Override
    public void freeze() {
        throw notOurs("freeze");
    }

    @Override
    public void thaw() {
        throw notOurs("thaw");
    }

    @Override
    public void control(String... arguments) {
        throw notOurs("run rabbitmqctl for");
    }

    @Override
    public void close() {
        // It was there before us, and stays.
    }

    /** At the port the scheme stands for. */
    private URI stomp(String scheme) {
        int port = BrokerUris.port(URI.create(scheme + "://" + uri.getHost()));
        String path = BrokerUris.virtualHost(uri).equals("/") ? "" : uri.getRawPath();
        return URI.create(
                BrokerUris.stomp(scheme, uri.getHost(), port, BrokerUris.user(uri), BrokerUris.password(uri)) + path);
    }

    private IllegalStateException notOurs(String action) {
        return new IllegalStateException("Cannot " + action + " the broker at " + uri.getHost() + ":"
                + BrokerUris.port(uri) + ": " + variable + " names it, and somebody else runs it. Unset " + variable
                + " for a broker of the tests' own");
    }

    /** The broker that the environment names. */
    static final class Source implements RabbitSource {
        private final RabbitVersion version;
        private final Map<String, String> environment;

        Source(RabbitVersion version, Map<String, String> environment) {
            this.version = version;
            this.environment = environment;
        }

        @Override
        public String name() {
            return "uri";
        }

        @Override
        public RabbitNode start() throws Unavailable {
            String variable = version.uriVariable();
            String text = environment.get(variable);
            if (text == null || text.isBlank()) {
                throw new Unavailable(variable + " is not set");
            }
            URI uri = URI.create(text);
            if (!"amqp".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new IllegalStateException(
                        variable + " must look like amqp://user:password@host:port/vhost; its scheme is '"
                                + uri.getScheme() + "', its host '" + uri.getHost() + "'");
            }
            String management = environment.get(version.managementVariable());
            ForeignRabbit broker = new ForeignRabbit(variable, uri, management == null ? null : URI.create(management));
            try {
                Greeting.of(uri.getHost(), BrokerUris.port(uri), GREETING_TIMEOUT);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "The broker that " + variable + " names does not answer: " + uri.getHost() + ":"
                                + BrokerUris.port(uri),
                        e);
            }
            return broker;
        }
    }
}
