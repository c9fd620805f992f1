package io.carrotmq.testkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A broker somebody else runs. */
final class ForeignRabbit implements RabbitNode {

    static final String URI_VARIABLE = "CARROT_TEST_RABBITMQ";
    static final String MANAGEMENT_VARIABLE = "CARROT_TEST_RABBITMQ_MANAGEMENT";

    private static final int MANAGEMENT_PORT = 15672;
    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(10);

    private final URI uri;
    private final URI managementUri;

    /** @param managementUri null for port 15672 of the same host */
    ForeignRabbit(URI uri, URI managementUri) {
        this.uri = uri;
        this.managementUri =
                managementUri == null ? URI.create("http://" + uri.getHost() + ":" + MANAGEMENT_PORT) : managementUri;
    }

    @Override
    public URI uri() {
        return uri;
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

    private IllegalStateException notOurs(String action) {
        return new IllegalStateException("Cannot " + action + " the broker at " + uri.getHost() + ":"
                + BrokerUris.port(uri) + ": " + URI_VARIABLE + " names it, and somebody else runs it. Unset "
                + URI_VARIABLE + " for a broker of the tests' own");
    }

    /** The broker that the environment names. */
    static final class Source implements RabbitSource {
        private final Map<String, String> environment;

        Source(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public String name() {
            return "uri";
        }

        @Override
        public RabbitNode start() throws Unavailable {
            String text = environment.get(URI_VARIABLE);
            if (text == null || text.isBlank()) {
                throw new Unavailable(URI_VARIABLE + " is not set");
            }
            URI uri = URI.create(text);
            if (!"amqp".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new IllegalStateException(
                        URI_VARIABLE + " must look like amqp://user:password@host:port/vhost; its scheme is '"
                                + uri.getScheme() + "', its host '" + uri.getHost() + "'");
            }
            String management = environment.get(MANAGEMENT_VARIABLE);
            ForeignRabbit broker = new ForeignRabbit(uri, management == null ? null : URI.create(management));
            try {
                Greeting.of(uri.getHost(), BrokerUris.port(uri), GREETING_TIMEOUT);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "The broker that " + URI_VARIABLE + " names does not answer: " + uri.getHost() + ":"
                                + BrokerUris.port(uri),
                        e);
            }
            return broker;
        }
    }
}
