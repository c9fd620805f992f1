package io.carrotmq.testkit;

import io.carrotmq.testkit.RabbitSource.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Takes brokers of the version that tests ask for. The running broker is asked: rabbitmqctl would start a port mapper
 * that stays.
 */
final class FittingRabbit {

    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(30);

    private FittingRabbit() {}

    /** The node, if its version fits; otherwise it is closed. */
    static RabbitNode of(RabbitNode node, RabbitVersion wanted, Path programs) throws Unavailable {
        boolean fits = false;
        try {
            URI uri = node.uri();
            wanted.require(
                    Greeting.of(uri.getHost(), BrokerUris.port(uri), GREETING_TIMEOUT)
                            .version(),
                    programs);
            fits = true;
            return node;
        } catch (IOException e) {
            throw new IllegalStateException("No AMQP 0-9-1 greeting from the RabbitMQ in " + programs, e);
        } finally {
            if (!fits) {
                node.close();
            }
        }
    }
}
